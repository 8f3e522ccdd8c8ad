import { usersApi } from '@gym/contracts';
import { operation, type Operation, type Queryable } from '@gym/service-kit';
import type { z } from 'zod';
import { cursorOf, idFrom, placeFrom } from '../cursors.js';
import type { Deps } from '../decisions.js';
import { toPage } from '../page.js';
import { presentUser } from '../presenters.js';
import { listByStanding, searchUsers } from '../store/search.js';
import { listUsers as selectUsers, type UserRow } from '../store/users.js';

const defaultLimit = 50;

export function listUsers({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users',
    summary:
      'Search users by name or email, or list them by id; without any parameter as a bare array of at most 1,000',
    query: usersApi.listQuery,
    answer: { status: 200, schema: usersApi.userList },
    invalidStatus: 400,
    async handle({ query, res }) {
      const isOldShape = [query.limit, query.q, query.role, query.status].every((value) => value === undefined);
      const limit = query.limit ?? (isOldShape ? usersApi.maxListed : defaultLimit);
      const { rows, next_cursor } = await readPage(database, query, limit);
      const items = rows.map(presentUser);
      if (!isOldShape) return { items, next_cursor };
      if (next_cursor !== null) res.set('link', `</api/users?cursor=${next_cursor}>; rel="next"`);
      return items;
    },
  });
}

async function readPage(
  db: Queryable,
  { q, cursor, role, status }: z.output<typeof usersApi.listQuery>,
  limit: number,
): Promise<{ rows: UserRow[]; next_cursor: string | null }> {
  if (q !== undefined) {
    const hits = toPage(await searchUsers(db, q, { role, status }, placeFrom(cursor), limit + 1), limit);
    return { rows: hits.rows, next_cursor: hits.last ? cursorOf(hits.last) : null };
  }
  const after = idFrom(cursor);
  const isFiltered = role !== undefined || status !== undefined;
  const rows = isFiltered
    ? await listByStanding(db, { role, status }, after, limit + 1)
    : await selectUsers(db, after, limit + 1);
  const page = toPage(rows, limit);
  return { rows: page.rows, next_cursor: page.last ? String(page.last.id) : null };
}
