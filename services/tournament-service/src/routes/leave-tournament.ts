import { tournamentsApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { operation, type Operation } from '@gym/service-kit';
import { placeOrLine } from '../domain/entries.js';
import { changeParticipant, type ParticipantChange } from '../entries/change-participant.js';
import { leave } from '../entries/leave.js';
import { freePlaces } from '../entries/move-up.js';
import { takeIn } from '../entries/take-in.js';
import type { Leaving } from '../events/participants.js';
import { logged } from '../log.js';
import type { ParticipantRow } from '../store/participants.js';
import { setRostersActive } from '../store/rosters.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';
import { participantParams } from './params.js';

const answer = { status: 200, schema: tournamentsApi.participantChanged };

function leaving(status: Leaving, reason: string | undefined) {
  return async (tx: Transaction, tournament: TournamentRow, before: ParticipantRow): Promise<ParticipantChange> => {
    const { rows, movedUp, events } = await leave(tx, tournament, [before], { status, reason: reason ?? null });
    const [row] = rows;
    if (row === undefined) throw new Error(`participant ${before.id} is gone`);
    const payload = { participant_id: row.id, status, moved_up: movedUp };
    const about = { participants: [row.id, ...movedUp], reason };
    return { row, message: `${row.name} is ${status}.`, events, log: [logged('participant.left', payload, about)] };
  };
}

export function rejectParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/reject',
    summary: 'Refuse a request to take part, with the reason',
    params: participantParams,
    body: tournamentsApi.refusal,
    answer,
    refusals: [404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'reject', afterDraw: true }, leaving('rejected', input.body.reason)),
  });
}

export function withdrawParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/withdraw',
    summary: 'Give one’s place up, or anybody’s as staff; the first who waits moves up',
    params: participantParams,
    body: tournamentsApi.leaving,
    answer,
    refusals: [404, 409, 412],
    handle: (input) => changeParticipant(deps, input, { action: 'withdraw' }, leaving('withdrawn', input.body.reason)),
  });
}

export function disqualifyParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/disqualify',
    summary: 'Take somebody out of a tournament before the draw, with the reason',
    params: participantParams,
    body: tournamentsApi.refusal,
    answer,
    refusals: [404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'disqualify' }, leaving('disqualified', input.body.reason)),
  });
}

export function reinstateParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/reinstate',
    summary: 'Take somebody in again who was refused or has left',
    params: participantParams,
    body: tournamentsApi.leaving,
    answer,
    refusals: [400, 404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'reinstate' }, async (tx, tournament, gone) => {
        const status = placeOrLine(tournament, await freePlaces(tx, tournament), gone.category_id);
        if (tournament.team !== null) await setRostersActive(tx, [gone.id], true);
        const { row, events } = await takeIn(tx, tournament, gone, status);
        const about = { participants: [row.id], reason: input.body.reason };
        return {
          row,
          events,
          message: status === 'approved' ? `${row.name} is in.` : `${row.name} waits for a place.`,
          log: [logged('participant.reinstated', { participant_id: row.id, status }, about)],
        };
      }),
  });
}
