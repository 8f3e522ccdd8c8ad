import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { readBracket } from '../bracket.js';
import { presentTournament } from '../presenters.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getBracket(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/bracket',
    summary: 'Show a tournament with its matches and participants',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.bracketView },
    refusals: [404],
    invalidStatus: 400,
    async handle(input) {
      const tournament = await readTournament(deps, input);
      return { tournament: presentTournament(tournament), ...(await readBracket(deps.database, tournament.id)) };
    },
  });
}
