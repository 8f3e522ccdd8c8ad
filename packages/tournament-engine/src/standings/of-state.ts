import { EngineError } from '../errors.js';
import type { BoardRow } from '../leaderboard/leaderboard.js';
import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';
import { boardRows } from '../play/board.js';
import { readerOf } from '../play/reader.js';
import { rowsOf } from '../play/standing.js';
import type { StandingsRow } from './standings.js';

/**
 * A group or Swiss table as it stands now, best first; entrants by their numbers. Lots that were drawn by hand are in
 * the order of `Table.order` only.
 * @throws RangeError when there is no such table
 * @throws EngineError `not-found` for a leaderboard, whose rows are another kind: see `boardOf`
 */
export function standingsOf(state: State, table: number): StandingsRow[] {
  const ranked = getAt(state.tables, table);
  if (getAt(state.stages, ranked.stage).plan.format === 'leaderboard') {
    throw new EngineError('not-found', `Table ${table} is a leaderboard: boardOf has its rows.`);
  }
  return rowsOf(readerOf(state), ranked);
}

/**
 * A leaderboard as it stands now, best first; entrants by their numbers. Who left comes last. Lots that were drawn are in
 * the order of `Table.order` only.
 * @throws RangeError when there is no such table
 * @throws EngineError `not-found` when it is no leaderboard
 */
export function boardOf(state: State, table: number): BoardRow[] {
  const board = getAt(state.tables, table);
  const { plan } = getAt(state.stages, board.stage);
  if (plan.format !== 'leaderboard') throw new EngineError('not-found', `Table ${table} is no leaderboard.`);
  return boardRows(readerOf(state), board, plan);
}
