import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';
import { readerOf } from '../play/reader.js';
import { rowsOf } from '../play/standing.js';
import type { StandingsRow } from './standings.js';

/**
 * A group or Swiss table as it stands now, best first; entrants by their numbers. Lots that were drawn by hand are in
 * the order of `Table.order` only.
 * @throws RangeError when there is no such table
 */
export function standingsOf(state: State, table: number): StandingsRow[] {
  return rowsOf(readerOf(state), getAt(state.tables, table));
}
