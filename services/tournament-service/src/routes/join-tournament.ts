import { tournamentsApi } from '@gym/contracts';
import { hasRole, operation, type Operation } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { enter } from '../entries/enter.js';
import { presentParticipant } from '../presenters.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

const messages: Partial<Record<tournamentsApi.EntryStatus, string>> = {
  approved: 'You are in.',
  pending: 'Your request was sent and waits for approval.',
  waitlisted: 'There is no place left; you are on the waiting list.',
};
const alreadyIn = (): Error => conflict('You are in this tournament already.', 'already-in');

export function joinTournament(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/participants',
    summary: 'Join a tournament; the request of a member waits for approval',
    params: tournamentParams,
    body: tournamentsApi.joining,
    answer: { status: 201, schema: tournamentsApi.participantChanged },
    refusals: [404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { body, caller } = input;
        const { rows, ...change } = await enter(tx, tournament, {
          actor: { id: caller.id, isStaff: hasRole(caller, 'trainer') },
          entries: [{ ...body, user_id: caller.id }],
          refuseDouble: alreadyIn,
          pointer: () => '#',
        });
        const [row] = rows;
        if (row === undefined) throw new Error('the insert returned no row');
        const message = messages[row.status] ?? 'You have entered.';
        return { ...change, answer: () => ({ participant: presentParticipant(row), message }) };
      }),
  });
}
