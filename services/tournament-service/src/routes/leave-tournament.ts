import { tournamentsApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { operation, type Operation } from '@gym/service-kit';
import { placeOrLine, requireNotCancelled, requireNotOver } from '../domain/entries.js';
import { changeParticipant, type ParticipantChange } from '../entries/change-participant.js';
import { enterLate } from '../entries/enter-late.js';
import { changeInDraw, type Earlier } from '../entries/change-in-draw.js';
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

interface Why {
  reason: string | undefined;
  earlier: Earlier;
}

function leaving(deps: Deps, status: Leaving, { reason, earlier }: Why) {
  return async (tx: Transaction, tournament: TournamentRow, before: ParticipantRow): Promise<ParticipantChange> => {
    const { row, movedUp, ...change } =
      before.seed !== null && (status === 'withdrawn' || status === 'disqualified')
        ? await outOfDraw(deps, tx, tournament, before, { status, reason, earlier })
        : await outOfList(tx, tournament, before, { status, reason });
    const payload = { participant_id: row.id, status, moved_up: movedUp };
    const about = { participants: [row.id, ...movedUp], reason };
    return { row, message: `${row.name} is ${status}.`, ...change, log: [logged('participant.left', payload, about)] };
  };
}

async function outOfList(
  tx: Transaction,
  tournament: TournamentRow,
  before: ParticipantRow,
  { status, reason }: { status: Leaving; reason: string | undefined },
) {
  const { rows, movedUp, events } = await leave(tx, tournament, [before], { status, reason: reason ?? null });
  const [row] = rows;
  if (row === undefined) throw new Error(`participant ${before.id} is gone`);
  return { row, movedUp, events, draws: [] };
}

async function outOfDraw(
  { states }: Deps,
  tx: Transaction,
  tournament: TournamentRow,
  { id }: ParticipantRow,
  { status, reason, earlier }: Why & { status: 'withdrawn' | 'disqualified' },
) {
  const type = status === 'withdrawn' ? 'withdraw' : 'disqualify';
  const command = { type, participant_id: id, earlier } as const;
  return { ...(await changeInDraw(tx, states, tournament, command, reason)), movedUp: [] };
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
    handle: (input) => {
      const why: Why = { reason: input.body.reason, earlier: 'keep' };
      return changeParticipant(deps, input, { action: 'reject', afterDraw: true }, leaving(deps, 'rejected', why));
    },
  });
}

export function withdrawParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/withdraw',
    summary: 'Give one’s place up, or anybody’s as staff; the first who waits moves up, after the draw opponents win',
    params: participantParams,
    body: tournamentsApi.leaving,
    answer,
    refusals: [403, 404, 409, 412],
    handle: (input) => {
      // Whether results of others count is not for the one who leaves to say.
      const earlier = input.isOwnOnly ? 'keep' : input.body.earlier;
      const work = leaving(deps, 'withdrawn', { reason: input.body.reason, earlier });
      return changeParticipant(deps, input, { action: 'withdraw', afterDraw: true }, (tx, tournament, before) => {
        requireNotOver(tournament);
        return work(tx, tournament, before);
      });
    },
  });
}

export function disqualifyParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/disqualify',
    summary: 'Take somebody out of a tournament, with the reason; after the draw their opponents win',
    params: participantParams,
    body: tournamentsApi.disqualification,
    answer,
    refusals: [404, 409, 412],
    handle: (input) => {
      const work = leaving(deps, 'disqualified', input.body);
      return changeParticipant(deps, input, { action: 'disqualify', afterDraw: true }, (tx, tournament, before) => {
        requireNotCancelled(tournament);
        return work(tx, tournament, before);
      });
    },
  });
}

export function reinstateParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id/reinstate',
    summary: 'Take somebody in again who was refused or has left; after the draw into it, if it has a place',
    params: participantParams,
    body: tournamentsApi.comingBack,
    answer,
    refusals: [400, 404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'reinstate', afterDraw: true }, async (tx, tournament, gone) => {
        requireNotOver(tournament);
        const { reason } = input.body;
        const command = { type: 'reinstate', participant_id: gone.id } as const;
        const { row, events, draws } =
          gone.seed === null
            ? await backIntoList(deps, tx, tournament, gone)
            : await changeInDraw(tx, deps.states, tournament, command, reason);
        const about = { participants: [row.id], reason };
        const { status } = row;
        return {
          row,
          events,
          draws,
          message: status === 'approved' ? `${row.name} is in.` : `${row.name} waits for a place.`,
          log: [logged('participant.reinstated', { participant_id: row.id, status }, about)],
        };
      }),
  });
}

async function backIntoList({ states }: Deps, tx: Transaction, tournament: TournamentRow, gone: ParticipantRow) {
  const status = placeOrLine(tournament, await freePlaces(tx, tournament), gone.category_id);
  if (tournament.team !== null) await setRostersActive(tx, [gone.id], true);
  const taken = await takeIn(tx, tournament, gone, status);
  const late = await enterLate(tx, states, tournament, [taken.row]);
  return { row: late.rows[0] ?? taken.row, events: [...taken.events, ...late.events], draws: late.draws };
}
