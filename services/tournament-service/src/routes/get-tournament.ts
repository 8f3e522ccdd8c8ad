import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { readDetail } from '../setup/read.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getTournament(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id',
    summary: 'Show a tournament with its texts, questions and categories',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.tournamentDetail },
    refusals: [404],
    invalidStatus: 400,
    handle: async (input) => readDetail(deps.database, await readTournament(deps, input)),
  });
}
