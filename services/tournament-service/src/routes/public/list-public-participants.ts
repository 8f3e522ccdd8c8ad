import { publicApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { pageOf } from '../../pages.js';
import { findPublic } from '../../spectators/find.js';
import { publicPerson } from '../../spectators/present.js';
import { listTakingPart } from '../../store/public.js';
import type { Deps } from '../../tournaments.js';
import { publicParams, tagsOf } from './params.js';

export function listPublicParticipants({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug/participants',
    summary: 'List the names of those who take part in a tournament that everybody may watch',
    params: publicParams,
    query: publicApi.publicParticipantQuery,
    answer: { status: 200, schema: publicApi.publicParticipantPage },
    refusals: [404],
    async handle({ params, query: { limit, cursor }, res }) {
      const tournament = await findPublic(database, params.slug);
      const rows = await listTakingPart(database, tournament.id, { after: cursor ?? 0, limit: limit + 1 });
      const { items, next_cursor } = pageOf(rows, limit, (last) => last.id);
      const page = { items: items.map(publicPerson), next_cursor };
      sendShared(res, tagsOf(tournament), JSON.stringify(page));
      return page;
    },
  });
}
