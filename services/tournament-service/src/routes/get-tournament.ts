import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { presentTournament } from '../presenters.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getTournament(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id',
    summary: 'Show a tournament',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.tournament },
    refusals: [404],
    invalidStatus: 400,
    async handle(input) {
      return presentTournament(await readTournament(deps, input));
    },
  });
}
