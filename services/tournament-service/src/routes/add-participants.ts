import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { badRequest } from '@gym/service-kit/errors';
import { requestedEntries } from '../domain/entries.js';
import { enterLate } from '../entries/enter-late.js';
import { enter } from '../entries/enter.js';
import { presentParticipant } from '../presenters.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

const alreadyIn = (userIds: number[]): Error =>
  badRequest(`In the tournament already, or named twice: user ${userIds.join(', ')}.`, 'already-in');

export function addParticipants(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/participants',
    summary: 'Add participants, all or none; a member may add only themself',
    params: tournamentParams,
    body: tournamentsApi.entries,
    answer: { status: 200, schema: tournamentsApi.participantsAdded },
    refusals: [403, 404, 409, 412],
    invalidStatus: 400,
    async handle(input) {
      const { body, caller } = input;
      const actor = { id: caller.id, isStaff: !input.isOwnOnly };
      const entries = requestedEntries(actor, body.participants);
      return changeTournament(deps, input, async (tx, tournament) => {
        const entered = await enter(tx, tournament, {
          actor,
          entries,
          refuseDouble: alreadyIn,
          pointer: (index) => `#/participants/${index}`,
          isLate: body.late,
        });
        const { rows, events, draws } = await enterLate(tx, deps.states, tournament, entered.rows);
        const message = actor.isStaff ? `${rows.length} added.` : 'Your request was sent and waits for approval.';
        const change = { log: entered.log, events: [...entered.events, ...events], draws };
        return { ...change, answer: () => ({ participants: rows.map(presentParticipant), message }) };
      });
    },
  });
}
