import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { requireManager } from '../domain/permissions.js';
import { presentTournament } from '../presenters.js';
import { updateTournament as update } from '../setup/update.js';
import { standingIn } from '../standing.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function updateTournament(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id',
    summary: 'Change settings of a tournament; those that the draw depends on until it is drawn',
    params: tournamentParams,
    body: tournamentsApi.tournamentPatch,
    answer: { status: 200, schema: tournamentsApi.tournamentCreated },
    refusals: [404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const change = await update(tx, tournament, input.body);
        return {
          ...change,
          answer: (after) => ({ tournament: presentTournament(after), message: 'The tournament was changed.' }),
        };
      }),
  });
}
