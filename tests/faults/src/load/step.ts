import { tournamentsApi } from '@gym/contracts';
import type { z } from 'zod';
import type { Kind } from '../measure/availability.js';
import { delay } from '../run/wait.js';
import { read, write, type Outcome } from './request.js';
import type { World } from './world.js';

const pace = (world: World): Promise<void> => delay(world.random.between(50, 200));

/** Sends a step; a refusal of it is a fault, because nobody else changes this tournament. */
export async function step<Schema extends z.ZodType>(
  world: World,
  kind: Kind,
  schema: Schema,
  request: { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown },
  as = world.admin,
): Promise<Exclude<Outcome<z.output<Schema>>, { state: 'refused' }> | undefined> {
  const outcome = await write(world, kind, schema, { ...request, as });
  await pace(world);
  if (outcome.state !== 'refused') return outcome;
  const { method, path } = request;
  world.violations.add('refused', 'answers', `${method} ${path}: ${outcome.status} ${outcome.detail}`);
  return undefined;
}

/** The bracket as the server shows it, asked for until it answers. */
export async function bracketOf(world: World, tournament: number): Promise<tournamentsApi.Match[]> {
  for (;;) {
    const path = `/api/tournaments/${tournament}/bracket`;
    const view = await read(world, 'read a tournament', tournamentsApi.bracketView, path, world.admin);
    if (view) return view.bracket;
    await delay(300);
  }
}
