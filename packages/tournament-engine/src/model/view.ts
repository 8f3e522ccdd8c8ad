import type { EntrantId } from '../standings/game.js';
import { statusOf, type EntrantNumber, type Match, type MatchStatus, type Occupant } from './match.js';
import type { State } from './state.js';
import { getAt, itemsOf } from './vector.js';

/** A match as people want to see it: with the caller's names and what may be done with it. */
export interface MatchView extends Match {
  status: MatchStatus;
  /** Who is at the sides in the caller's words; null for a bye and where it is not known yet. */
  entrants: [EntrantId | null, EntrantId | null];
  winner: EntrantId | null;
}

export interface MatchFilter {
  stage?: number;
  table?: number;
  entrant?: EntrantNumber;
  status?: readonly MatchStatus[];
  /** Id of the last match of the page before. */
  after?: number;
  /** 100 when missing. */
  limit?: number;
}

/** @throws RangeError when there is no such match */
export function matchView(state: State, id: number): MatchView {
  return viewOf(state, getAt(state.matches, id));
}

/** Matches in the order of their ids, page by page; those that nobody will ever play in are left out. */
export function listMatches(state: State, filter: MatchFilter = {}): MatchView[] {
  const { stage, table, entrant, status, after = -1, limit = 100 } = filter;
  const page: MatchView[] = [];
  for (const match of itemsOf(state.matches, after + 1)) {
    if (page.length >= limit) break;
    const now = statusOf(match);
    if (now === 'void' || (status !== undefined && !status.includes(now))) continue;
    if (stage !== undefined && match.stage !== stage) continue;
    if (table !== undefined && match.table !== table) continue;
    if (entrant !== undefined && !match.sides.includes(entrant)) continue;
    page.push(viewOf(state, match));
  }
  return page;
}

function viewOf(state: State, match: Match): MatchView {
  const { sides, decision } = match;
  const named = (occupant: Occupant): EntrantId | null =>
    typeof occupant === 'number' ? getAt(state.entrants, occupant - 1).id : null;
  const entrants: MatchView['entrants'] = [named(sides[0]), named(sides[1])];
  const winner = decision === 0 || decision === 1 ? entrants[decision] : null;
  return { ...match, status: statusOf(match), entrants, winner };
}
