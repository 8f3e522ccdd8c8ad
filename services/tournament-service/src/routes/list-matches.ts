import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { readBracket } from '../bracket.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function listMatches(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/brackets',
    summary: 'List the matches, round by round',
    params: tournamentParams,
    answer: { status: 200, schema: z.array(tournamentsApi.match) },
    refusals: [404],
    invalidStatus: 400,
    async handle(input) {
      const tournament = await readTournament(deps, input);
      return (await readBracket(deps.database, tournament.id)).bracket;
    },
  });
}
