import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { forbidden } from '@gym/service-kit/errors';
import { deletedEvent } from '../events/tournaments.js';
import { queueAfterTournament } from '../store/ratings.js';
import { deleteTournament as removeTournament } from '../store/tournaments.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function deleteTournament(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/:id',
    summary: 'Delete a tournament of your own, or any as an admin',
    params: tournamentParams,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [404, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        if (input.isOwnOnly && tournament.created_by !== input.caller.id) {
          throw forbidden('Only its trainer or an admin may delete a tournament.', 'not-your-tournament');
        }
        await queueAfterTournament(tx, tournament.id);
        await removeTournament(tx, tournament.id);
        // Its log goes with it.
        return {
          answer: () => ({ message: 'The tournament was deleted.' }),
          log: [],
          events: [deletedEvent(tournament)],
        };
      }),
  });
}
