import type { NewEvent, Transaction } from '@gym/service-kit';
import { enteredEvent } from '../events/participants.js';
import { setStatuses, type ParticipantRow } from '../store/participants.js';
import { countPlaces, type TournamentRow } from '../store/tournaments.js';
import { peopleOf } from './people.js';

/** Gives somebody a place, or a place in the line. */
export async function takeIn(
  tx: Transaction,
  tournament: TournamentRow,
  { id }: ParticipantRow,
  status: 'approved' | 'waitlisted',
): Promise<{ row: ParticipantRow; events: NewEvent[] }> {
  const [row] = await setStatuses(tx, tournament.id, [id], { status });
  if (row === undefined) throw new Error(`participant ${id} is gone`);
  if (status === 'approved') await countPlaces(tx, tournament.id, [row], 1);
  const people = await peopleOf(tx, tournament, [row]);
  return { row, events: [enteredEvent(tournament, row, people(row))] };
}
