import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { draw } from '../domain/draw.js';
import { drawnEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { insertMatches } from '../store/matches.js';
import { assignSeeds, listApproved } from '../store/participants.js';
import { setStatus } from '../store/tournaments.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function generateBracket(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/generate-bracket',
    summary: 'Draw the bracket; seeds follow the order of entry',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.bracketDrawn },
    refusals: [400, 404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const approved = await listApproved(tx, tournament.id);
        const seeds = approved.map((row) => row.id);
        const { rounds, matches } = draw(tournament, seeds);
        await assignSeeds(tx, tournament.id, seeds);
        await insertMatches(tx, tournament.id, matches);
        await setStatus(tx, tournament.id, 'active');
        const size = { rounds, matches: matches.length };
        const user_ids = approved.flatMap(({ user_id }) => (user_id === null ? [] : [user_id]));
        return {
          answer: () => ({ message: 'The bracket was drawn.', ...size }),
          log: [logged('bracket.drawn', { seeds }, { participants: seeds })],
          events: [drawnEvent(tournament, { ...size, user_ids })],
        };
      }),
  });
}
