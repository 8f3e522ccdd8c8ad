import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { badRequest, notFound } from '@gym/service-kit/errors';
import { requirePlaces, requireSetup } from '../domain/entries.js';
import { enteredEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { presentParticipant } from '../presenters.js';
import { approve, findParticipant } from '../store/participants.js';
import { countApproved } from '../store/tournaments.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function approveParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/approve',
    summary: 'Let somebody in who asked to join',
    params: participantParams,
    answer: { status: 200, schema: tournamentsApi.participantChanged },
    refusals: [400, 404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const asking = await findParticipant(tx, tournament.id, input.params.participant_id);
        if (asking === undefined) throw notFound('There is no such participant.', 'participant-not-found');
        if (asking.status !== 'pending') throw badRequest('This participant is not pending.', 'not-pending');
        requireSetup(tournament);
        requirePlaces(tournament, 1);
        const row = await approve(tx, asking.id);
        await countApproved(tx, tournament.id, 1);
        return {
          answer: () => ({ participant: presentParticipant(row), message: `${row.name} is in.` }),
          log: [logged('participant.approved', { participant_id: row.id }, { participants: [row.id] })],
          events: [enteredEvent(tournament, row)],
        };
      }),
  });
}
