import type { NewEvent, Transaction } from '@gym/service-kit';
import { logged, type LogDraft } from '../log.js';
import { findParticipants, listAbsent } from '../store/participants.js';
import { setCheckInSettled, type TournamentRow } from '../store/tournaments.js';
import { leave } from './leave.js';

/** The check-in is over: who has not checked in loses the place to those who wait. */
export async function settleCheckIn(
  tx: Transaction,
  tournament: TournamentRow,
): Promise<{ events: NewEvent[]; log: LogDraft[] }> {
  await setCheckInSettled(tx, tournament.id);
  const absent = await findParticipants(tx, tournament.id, await listAbsent(tx, tournament.id));
  const reason = 'Not checked in in time.';
  const { rows, movedUp, events } = await leave(tx, tournament, absent, { status: 'dropped', reason });
  const dropped = rows.map((row) => row.id);
  const about = { participants: [...dropped, ...movedUp] };
  return { events, log: [logged('check-in.settled', { dropped, moved_up: movedUp }, about)] };
}
