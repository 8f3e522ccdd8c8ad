import { tournamentsApi } from '@gym/contracts';
import { hasRole, operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { pageOf } from '../pages.js';
import { presentTournament } from '../presenters.js';
import { listTournaments as selectTournaments } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';

export function listTournaments({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments',
    summary: 'List tournaments, newest first, as a page with `limit`, as at most 1,000 in the old shape without',
    query: tournamentsApi.listQuery,
    answer: { status: 200, schema: z.union([tournamentsApi.tournamentList, tournamentsApi.tournamentPage]) },
    invalidStatus: 400,
    async handle({ query, caller, res }) {
      const limit = query.limit ?? tournamentsApi.maxListed;
      // One more than asked for tells whether the list goes on.
      const rows = await selectTournaments(database, {
        limit: limit + 1,
        before: query.cursor,
        drafts: hasRole(caller, 'trainer'),
      });
      const { items, next_cursor } = pageOf(rows, limit, (last) => last.id);
      const tournaments = items.map(presentTournament);
      if (query.limit !== undefined) return { items: tournaments, next_cursor };
      if (next_cursor !== null) res.set('link', `</api/tournaments?cursor=${next_cursor}>; rel="next"`);
      return { tournaments };
    },
  });
}
