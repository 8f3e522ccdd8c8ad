import { publicApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { onlyPublic } from '../../store/public.js';
import type { Deps } from '../../tournaments.js';

/** Asked before a spectator gets a ticket for live news. */
export function listWatchable({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/watchable-tournaments',
    summary: 'Which of these tournaments everybody may watch',
    query: publicApi.watchableQuery,
    answer: { status: 200, schema: publicApi.watchable },
    async handle({ query }) {
      return { ids: await onlyPublic(database, query.ids) };
    },
  });
}
