import { scheduleApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { requireOwnEntry } from '../domain/permissions.js';
import { participantOf } from '../entries/find.js';
import { logged } from '../log.js';
import { standingIn } from '../standing.js';
import { findAvailability, saveAvailability } from '../store/availability.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function getAvailability(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/participants/:participant_id/availability',
    summary: 'Show when somebody can play: to themselves and to staff',
    params: participantParams,
    answer: { status: 200, schema: scheduleApi.availability },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      const participant = await participantOf(deps.database, id, input.params.participant_id);
      requireOwnEntry(participant, await standingIn(deps.database, id, input.caller));
      return { windows: await findAvailability(deps.database, participant.id) };
    },
  });
}

export function setAvailability(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/participants/:participant_id/availability',
    summary: 'Say when somebody can play; the next plan heeds it',
    params: participantParams,
    body: scheduleApi.availability,
    answer: { status: 200, schema: scheduleApi.availability },
    refusals: [404, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { id } = tournament;
        const participant = await participantOf(tx, id, input.params.participant_id);
        requireOwnEntry(participant, await standingIn(tx, id, input.caller));
        await saveAvailability(tx, id, { participant_id: participant.id, windows: input.body.windows });
        const about = { participants: [participant.id] };
        return {
          events: [],
          log: [logged('participant.availability-set', { participant_id: participant.id }, about)],
          answer: () => input.body,
        };
      }),
  });
}
