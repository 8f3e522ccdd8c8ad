import { tournamentsApi } from '@gym/contracts';
import { hasRole, operation, type Operation } from '@gym/service-kit';
import { participantOf } from '../entries/find.js';
import { presentParticipant } from '../presenters.js';
import { findPrivate } from '../store/participants.js';
import { listRoster } from '../store/rosters.js';
import { readTournament, type Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function getParticipant(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/participants/:participant_id',
    summary: 'Show somebody who takes part, with their team; answers and reasons to themselves and staff only',
    params: participantParams,
    answer: { status: 200, schema: tournamentsApi.participantDetail },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      const row = await participantOf(deps.database, id, input.params.participant_id);
      const mayKnow = row.user_id === input.caller.id || hasRole(input.caller, 'trainer');
      const known = mayKnow ? await findPrivate(deps.database, row.id) : { answers: null, reason: null };
      return { ...presentParticipant(row), ...known, roster: await listRoster(deps.database, row.id) };
    },
  });
}
