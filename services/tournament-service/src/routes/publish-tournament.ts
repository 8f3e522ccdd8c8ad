import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { requireManager } from '../domain/permissions.js';
import { publishedEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { presentTournament } from '../presenters.js';
import { standingIn } from '../standing.js';
import { setPublished } from '../store/tournaments.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function publishTournament(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/publish',
    summary: 'Show a draft to everybody',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.tournamentCreated },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        if (tournament.phase !== 'draft') throw conflict('This tournament is no draft.', 'not-a-draft');
        await setPublished(tx, tournament.id);
        return {
          answer: (after) => ({ tournament: presentTournament(after), message: 'The tournament was published.' }),
          log: [logged('tournament.published', {})],
          events: [publishedEvent({ ...tournament, phase: 'published' })],
        };
      }),
  });
}
