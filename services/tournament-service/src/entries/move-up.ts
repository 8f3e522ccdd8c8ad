import type { NewEvent, Transaction } from '@gym/service-kit';
import { moveUp, placesOf, type Places } from '../domain/places.js';
import { movedUpEvent } from '../events/participants.js';
import { listCategories } from '../store/categories.js';
import { listWaiting, setStatuses } from '../store/participants.js';
import { countPlaces, type TournamentRow } from '../store/tournaments.js';
import { peopleOf } from './people.js';

/** What is free in a tournament that is locked. @param row as it is now */
export async function freePlaces(tx: Transaction, row: TournamentRow): Promise<Places> {
  return placesOf(row, await listCategories(tx, row.id));
}

/** Gives free places to those who wait, in the transaction that made the places free. @param row as it is now */
export async function moveUpList(tx: Transaction, row: TournamentRow): Promise<{ ids: number[]; events: NewEvent[] }> {
  const categories = await listCategories(tx, row.id);
  // Nobody moves up into a draw that is there already; staff let people in late.
  const isOpen = (id: number | null): boolean =>
    row.status === 'setup' || categories.some((category) => category.id === id && !category.is_drawn);
  const waiting = (await listWaiting(tx, row.id)).filter(({ category_id }) => isOpen(category_id));
  const ids = moveUp(placesOf(row, categories), waiting);
  if (ids.length === 0) return { ids, events: [] };
  const moved = await setStatuses(tx, row.id, ids, { status: 'approved' });
  await countPlaces(tx, row.id, moved, 1);
  const people = await peopleOf(tx, row, moved);
  return { ids, events: moved.map((item) => movedUpEvent(row, item, people(item))) };
}
