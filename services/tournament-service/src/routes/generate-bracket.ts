import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { drawNext } from '../draw-rounds.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function generateBracket(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/generate-bracket',
    summary:
      'Draw the bracket, of one category or of all of them, in the order of the seeding; or the next Swiss round',
    params: tournamentParams,
    body: tournamentsApi.drawing,
    answer: { status: 200, schema: tournamentsApi.bracketDrawn },
    refusals: [400, 404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { rounds, matches, ...change } = await drawNext(tx, deps.states, tournament, input.body.category_id);
        return { ...change, answer: () => ({ message: 'The bracket was drawn.', rounds, matches }) };
      }),
  });
}
