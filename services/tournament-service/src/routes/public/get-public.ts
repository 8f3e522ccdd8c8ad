import { publicApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { findPublic } from '../../spectators/find.js';
import { publicDetail } from '../../spectators/present.js';
import { listCategories } from '../../store/categories.js';
import { findDetails } from '../../store/details.js';
import type { Deps } from '../../tournaments.js';
import { publicParams, tagsOf } from './params.js';

export function getPublicTournament({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug',
    summary: 'Show a tournament that everybody may watch, by the slug it has or ever had, or by its id',
    params: publicParams,
    query: publicApi.noQuery,
    answer: { status: 200, schema: publicApi.publicTournamentDetail },
    refusals: [404],
    async handle({ params, res }) {
      const row = await findPublic(database, params.slug);
      const view = publicDetail(row, await findDetails(database, row.id), await listCategories(database, row.id));
      sendShared(res, tagsOf(row), JSON.stringify(view));
      return view;
    },
  });
}
