import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { pageOf } from '../pages.js';
import { presentParticipant } from '../presenters.js';
import { listParticipants as selectParticipants, searchParticipants } from '../store/participants.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

/** More than a bracket has, and still one answer. */
const oldShapeLimit = 2048;
const defaultLimit = 100;

export function listParticipants(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/participants',
    summary: 'List who takes part or asks to; with `limit`, `q`, `status` or `cursor` as pages of all entries',
    params: tournamentParams,
    query: tournamentsApi.participantQuery,
    answer: { status: 200, schema: z.union([z.array(tournamentsApi.participant), tournamentsApi.participantPage]) },
    refusals: [404],
    invalidStatus: 400,
    async handle(input) {
      const { id } = await readTournament(deps, input);
      const { limit = defaultLimit, cursor = 0, ...filter } = input.query;
      if (Object.keys(input.query).length === 0) {
        const all = await selectParticipants(deps.database, id, oldShapeLimit + 1);
        const shown = all.slice(0, oldShapeLimit).map(presentParticipant);
        const next = `</api/tournaments/${id}/participants?limit=1000&cursor=${shown.at(-1)?.id}>; rel="next"`;
        if (all.length > oldShapeLimit) input.res.set('link', next);
        return shown;
      }
      const rows = await searchParticipants(deps.database, id, { ...filter, after: cursor, limit: limit + 1 });
      const { items, next_cursor } = pageOf(rows, limit, (last) => last.id);
      return { items: items.map(presentParticipant), next_cursor };
    },
  });
}
