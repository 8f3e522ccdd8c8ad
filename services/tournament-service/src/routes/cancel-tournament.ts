import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { requireManager } from '../domain/permissions.js';
import { cancelledEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { presentTournament } from '../presenters.js';
import { standingIn } from '../standing.js';
import { listUsersWithPlace } from '../store/participants.js';
import { setCancelled } from '../store/tournaments.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function cancelTournament(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/cancel',
    summary: 'Call a tournament off and tell everybody who has entered why',
    params: tournamentParams,
    body: tournamentsApi.cancellation,
    answer: { status: 200, schema: tournamentsApi.tournamentCreated },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        if (tournament.phase === 'cancelled' || tournament.phase === 'completed') {
          throw conflict(`This tournament is ${tournament.phase}.`, `tournament-${tournament.phase}`);
        }
        const { reason } = input.body;
        await setCancelled(tx, tournament.id, reason);
        return {
          answer: (after) => ({ tournament: presentTournament(after), message: 'The tournament was cancelled.' }),
          log: [logged('tournament.cancelled', {}, { reason })],
          events: [cancelledEvent(tournament, reason, await listUsersWithPlace(tx, tournament.id))],
        };
      }),
  });
}
