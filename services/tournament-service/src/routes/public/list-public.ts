import { publicApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { pageOf } from '../../pages.js';
import { publicTournament } from '../../spectators/present.js';
import { listPublic } from '../../store/public.js';
import type { Deps } from '../../tournaments.js';

export function listPublicTournaments({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments',
    summary: 'List the tournaments that everybody may watch, newest first',
    query: publicApi.publicListQuery,
    answer: { status: 200, schema: publicApi.publicTournamentPage },
    async handle({ query: { phase, limit, cursor }, res }) {
      // One more than asked for tells whether the list goes on.
      const rows = await listPublic(database, { phase, limit: limit + 1, before: cursor });
      const { items, next_cursor } = pageOf(rows, limit, (last) => last.id);
      const page = { items: items.map(publicTournament), next_cursor };
      sendShared(res, ['tournaments'], JSON.stringify(page));
      return page;
    },
  });
}
