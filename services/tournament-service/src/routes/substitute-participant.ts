import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { requireNotCancelled } from '../domain/entries.js';
import { changeParticipant } from '../entries/change-participant.js';
import { fillRoster } from '../entries/fill-roster.js';
import { substitutedEvent } from '../events/participants.js';
import { logged } from '../log.js';
import { hasBegun } from '../play/has-begun.js';
import { countEntries, findPrivate, updateEntry } from '../store/participants.js';
import { listRoster } from '../store/rosters.js';
import type { Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function substituteParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/substitute',
    summary: 'Give somebody’s place, also one in the draw, to another person before their first match',
    params: participantParams,
    body: tournamentsApi.substitution,
    answer: { status: 200, schema: tournamentsApi.participantChanged },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'substitute', afterDraw: true }, async (tx, tournament, before) => {
        const { name, user_id, reason } = input.body;
        requireNotCancelled(tournament);
        if (await hasBegun(tx, deps.states, before)) {
          throw conflict(`${before.name} has played already.`, 'has-played');
        }
        const { present } = await countEntries(tx, tournament.id, user_id === null ? [] : [user_id]);
        if (present.some((entry) => entry.id !== before.id)) {
          throw conflict('This person is in the tournament already.', 'already-in');
        }
        // What was answered was about somebody else.
        const answers = user_id === before.user_id ? (await findPrivate(tx, before.id)).answers : {};
        const row = await updateEntry(tx, before.id, { ...before, name, user_id, answers });
        if (tournament.team !== null) {
          const others = (await listRoster(tx, row.id)).filter((member) => member.role !== 'captain');
          await fillRoster(tx, row, [{ name, user_id, role: 'captain' }, ...others]);
        }
        const payload = { participant_id: row.id, from_user_id: before.user_id, to_user_id: user_id };
        return {
          row,
          message: `${row.name} takes the place of ${before.name}.`,
          events: [substitutedEvent(tournament, before, row)],
          log: [logged('participant.substituted', payload, { participants: [row.id], reason })],
        };
      }),
  });
}
