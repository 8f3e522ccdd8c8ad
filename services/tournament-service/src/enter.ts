import type { NewEvent, Transaction } from '@gym/service-kit';
import { doubleEntries, requireRoom, requireSetup, type Entry } from './domain/entries.js';
import { enteredEvent } from './events/tournaments.js';
import { logged, type LogDraft } from './log.js';
import { countEntries, insertParticipants, type ParticipantRow } from './store/participants.js';
import { countApproved, type TournamentRow } from './store/tournaments.js';

/**
 * Puts all of the entries into a tournament that is locked, or none.
 * @param refuseDouble makes the refusal for people who are in already
 */
export async function enter(
  tx: Transaction,
  tournament: TournamentRow,
  entries: Entry[],
  refuseDouble: (userIds: number[]) => Error,
): Promise<{ rows: ParticipantRow[]; events: NewEvent[]; log: LogDraft[] }> {
  requireSetup(tournament);
  const userIds = entries.flatMap(({ user_id }) => (user_id === null ? [] : [user_id]));
  const { total, present } = await countEntries(tx, tournament.id, userIds);
  const double = doubleEntries(present, entries);
  if (double.length > 0) throw refuseDouble(double);
  requireRoom(tournament, total, entries);
  const rows = await insertParticipants(tx, tournament.id, entries);
  await countApproved(tx, tournament.id, rows.filter((row) => row.status === 'approved').length);
  const participants = rows.map((row) => ({ participant_id: row.id, user_id: row.user_id, status: row.status }));
  return {
    rows,
    events: rows.map((row) => enteredEvent(tournament, row)),
    log: [logged('participants.entered', { participants }, { participants: rows.map((row) => row.id) })],
  };
}
