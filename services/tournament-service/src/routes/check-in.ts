import { tournamentsApi } from '@gym/contracts';
import { hasRole, operation, type Operation } from '@gym/service-kit';
import { requireComplete } from '../domain/roster.js';
import { requireCheckIn } from '../domain/windows.js';
import { changeParticipant } from '../entries/change-participant.js';
import { peopleOf } from '../entries/people.js';
import { checkedInEvent } from '../events/participants.js';
import { logged } from '../log.js';
import { setCheckedIn } from '../store/participants.js';
import { incompleteTeams } from '../store/rosters.js';
import type { Deps } from '../tournaments.js';
import { participantParams } from './params.js';

const answer = { status: 200, schema: tournamentsApi.participantChanged };

export function checkIn(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/participants/:participant_id/check-in',
    summary: 'Say that one is there, or that anybody is as staff; who waits for a place may too',
    params: participantParams,
    answer,
    refusals: [404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'check in' }, async (tx, tournament, before) => {
        requireCheckIn(tournament, new Date(), hasRole(input.caller, 'trainer'));
        const message = `${before.name} is there.`;
        if (before.checked_in_at !== null) return { row: before, message, events: [], log: [] };
        if (tournament.team !== null) {
          const incomplete = await incompleteTeams(tx, [before.id], tournament.team.min);
          requireComplete(incomplete.length > 0 ? [before.name] : [], tournament.team.min);
        }
        const row = await setCheckedIn(tx, before.id, true);
        const people = await peopleOf(tx, tournament, [row]);
        return {
          row,
          message,
          events: [checkedInEvent(tournament, row, people(row))],
          log: [logged('participant.checked-in', { participant_id: row.id }, { participants: [row.id] })],
        };
      }),
  });
}

export function undoCheckIn(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/:id/participants/:participant_id/check-in',
    summary: 'Take a check-in back',
    params: participantParams,
    answer,
    refusals: [404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'check in' }, async (tx, _tournament, before) => {
        const message = `${before.name} is not there.`;
        if (before.checked_in_at === null) return { row: before, message, events: [], log: [] };
        const row = await setCheckedIn(tx, before.id, false);
        const log = logged('participant.checked-out', { participant_id: row.id }, { participants: [row.id] });
        return { row, message, events: [], log: [log] };
      }),
  });
}
