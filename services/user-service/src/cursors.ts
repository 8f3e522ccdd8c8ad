import { id, pathId } from '@gym/contracts';
import { invalidFields } from '@gym/service-kit/errors';
import { z } from 'zod';
import type { Place } from './store/search.js';

const place = z.tuple([z.string().max(400), id]);

/** Where a list by id goes on: behind that id. @throws AppError 400 */
export function idFrom(cursor: string | undefined): number {
  return cursor === undefined ? 0 : (pathId.safeParse(cursor).data ?? refuse());
}

/** Where a search goes on, as text for clients that nobody has to understand. */
export function cursorOf({ term, id: userId }: Place): string {
  return Buffer.from(JSON.stringify([term, userId])).toString('base64url');
}

/** @throws AppError 400 */
export function placeFrom(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [term, userId] = place.safeParse(parsed(cursor)).data ?? refuse();
  return { term, id: userId };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // Not what was handed out, which the schema refuses.
    return undefined;
  }
}

function refuse(): never {
  throw invalidFields([{ pointer: '#/cursor', message: 'must be the next_cursor of a page of this list' }], 400);
}
