import type { NewEvent, Transaction } from '@gym/service-kit';
import { placeOrLine } from '../domain/entries.js';
import { setCategory, setStatuses, type ParticipantRow } from '../store/participants.js';
import { countPlaces, type TournamentRow } from '../store/tournaments.js';
import { freePlaces, moveUpList } from './move-up.js';

/** Moves somebody to another category; who had a place needs one there, and leaves theirs to those who wait. */
export async function changeCategory(
  tx: Transaction,
  tournament: TournamentRow,
  before: ParticipantRow,
  categoryId: number | null,
): Promise<{ row: ParticipantRow; movedUp: number[]; events: NewEvent[] }> {
  if (categoryId === before.category_id) return { row: before, movedUp: [], events: [] };
  if (before.status === 'approved') await countPlaces(tx, tournament.id, [before], -1);
  const taken = before.status === 'approved' ? 1 : 0;
  const without = { ...tournament, participant_count: tournament.participant_count - taken };
  const row = await setCategory(tx, before.id, categoryId);
  if (before.status !== 'approved') return { row, ...(await moved(tx, tournament)) };
  const status = placeOrLine(tournament, await freePlaces(tx, without), categoryId);
  if (status === 'approved') await countPlaces(tx, tournament.id, [row], 1);
  const [settled = row] = await setStatuses(tx, tournament.id, [row.id], { status });
  const now = status === 'approved' ? tournament : without;
  return { row: settled, ...(await moved(tx, now)) };
}

async function moved(tx: Transaction, row: TournamentRow): Promise<{ movedUp: number[]; events: NewEvent[] }> {
  const { ids, events } = await moveUpList(tx, row);
  return { movedUp: ids, events };
}
