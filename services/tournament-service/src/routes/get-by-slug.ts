import { tournamentsApi } from '@gym/contracts';
import { operation, versionTag, type Operation } from '@gym/service-kit';
import { readDetail } from '../setup/read.js';
import { findBySlug } from '../store/tournaments.js';
import { noTournament, seen, type Deps } from '../tournaments.js';
import { slugParams } from './params.js';

export function getBySlug({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/by-slug/:slug',
    summary: 'Show a tournament by the slug it has or ever had; `slug` in the answer is the present one',
    params: slugParams,
    answer: { status: 200, schema: tournamentsApi.tournamentDetail },
    refusals: [404],
    async handle({ params, caller, res }) {
      const row = seen(await findBySlug(database, params.slug), caller) ?? noTournament(params.slug);
      res.set('etag', versionTag(row.version));
      return readDetail(database, row);
    },
  });
}
