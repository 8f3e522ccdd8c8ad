import { randomInt } from 'node:crypto';
import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { badRequest } from '@gym/service-kit/errors';
import { requireSetup } from '../domain/entries.js';
import { shuffled } from '../domain/seeding.js';
import { logged } from '../log.js';
import { listApproved } from '../store/participants.js';
import { planSeeds } from '../store/seeds.js';
import { setSeeding } from '../store/tournaments.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getSeeding(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/seeding',
    summary: 'Show in which order people would be drawn now',
    params: tournamentParams,
    query: tournamentsApi.seedingQuery,
    answer: { status: 200, schema: tournamentsApi.seedingView },
    refusals: [404],
    async handle(input) {
      const { id, seeding, random_seed } = await readTournament(deps, input);
      const { category_id = null, limit, cursor = 0 } = input.query;
      const approved = await listApproved(deps.database, id, category_id);
      const items = approved.slice(cursor, cursor + limit).map((row, index) => ({
        place: cursor + index + 1,
        participant_id: row.id,
        name: row.name,
        locked: row.seed_locked,
      }));
      const next = approved.length > cursor + limit ? String(cursor + limit) : null;
      return { method: seeding, random_seed, items, next_cursor: next };
    },
  });
}

export function setSeedingOrder(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/seeding',
    summary: 'Decide the order of the draw: by entry, as told, or by chance around the places that are locked',
    params: tournamentParams,
    body: tournamentsApi.seeding,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [400, 404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireSetup(tournament);
        const { body } = input;
        const categoryId = body.category_id ?? null;
        const present = (await listApproved(tx, tournament.id, categoryId)).map((row) => ({
          id: row.id,
          locked: row.seed_locked,
        }));
        const randomSeed = body.method === 'random' ? (body.random_seed ?? randomInt(2 ** 31)) : null;
        const order = orderFor(body, present, randomSeed ?? 0);
        await planSeeds(tx, tournament.id, categoryId, order);
        await setSeeding(tx, tournament.id, body.method, randomSeed);
        const ids = order.map((item) => item.id);
        const payload = { method: body.method, category_id: categoryId, random_seed: randomSeed, order: ids };
        return {
          answer: () => ({ message: 'The order of the draw was set.' }),
          log: [logged('seeding.set', payload, { participants: ids })],
          events: [],
        };
      }),
  });
}

interface Seeded {
  id: number;
  locked: boolean;
}

/** @throws AppError 400 for people without a place, or named twice */
function orderFor(body: tournamentsApi.Seeding, present: Seeded[], randomSeed: number): Seeded[] {
  if (body.method === 'entry') return [];
  if (body.method === 'random') return shuffled(present, randomSeed);
  const ids = new Set(present.map((item) => item.id));
  const order = body.order.map(({ participant_id, locked }) => ({ id: participant_id, locked }));
  const stranger = order.find((item) => !ids.delete(item.id));
  if (stranger === undefined) return order;
  throw badRequest(`Participant ${stranger.id} has no place here, or is named twice.`, 'not-in-draw');
}
