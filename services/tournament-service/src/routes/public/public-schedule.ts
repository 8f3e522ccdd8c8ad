import { publicApi, scheduleApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { schedulePage } from '../../schedule/page.js';
import { findPublic } from '../../spectators/find.js';
import type { Deps } from '../../tournaments.js';
import { publicParams, tagsOf } from './params.js';

export function getPublicSchedule({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug/schedule',
    summary: 'List when and where the matches of a tournament that everybody may watch are to be played',
    params: publicParams,
    query: publicApi.publicScheduleQuery,
    answer: { status: 200, schema: scheduleApi.schedulePage },
    refusals: [404],
    async handle({ params, query, res }) {
      const tournament = await findPublic(database, params.slug);
      const page = await schedulePage(database, tournament.id, query);
      sendShared(res, tagsOf(tournament), JSON.stringify(page));
      return page;
    },
  });
}
