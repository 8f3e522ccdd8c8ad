import type { EntrantId } from '../standings/game.js';
import type { EntrantNumber, Match } from './match.js';
import type { StagePlan } from './plan.js';
import type { Score } from './score.js';
import type { Stage, Table } from './stage.js';
import type { Vector } from './vector.js';

/** Somebody who left the tournament. */
export interface Absence {
  reason: 'withdrawn' | 'disqualified';
  /** Tables that were not over then. Nobody who left qualifies from these. */
  tables: readonly number[];
  /** What becomes of results in these tables: they stay, or nobody gets anything for them. Brackets keep them always. */
  earlier: 'keep' | 'annul';
}

export interface Entrant {
  /** Also the seed, as long as nobody entered late. */
  number: EntrantNumber;
  id: EntrantId;
  /** Null while taking part. */
  absence: Absence | null;
}

/** Everything else, which is small. */
export interface Head {
  /** Grows by one with every event. */
  version: number;
  /** The event that `undo` takes back next, by its version. */
  past: number | null;
  /** The undoing that `redo` takes back next. */
  future: number | null;
  /** Entrants whose seed is settled. */
  lockedSeeds: readonly EntrantNumber[];
}

/**
 * A whole tournament as plain JSON. Never changed in place: every command makes a new state that shares most of its
 * parts with the one before. `getAt` and `itemsOf` read the lists.
 */
export interface State {
  head: Head;
  plan: readonly StagePlan[];
  entrants: Vector<Entrant>;
  stages: Vector<Stage>;
  tables: Vector<Table>;
  matches: Vector<Match>;
  scores: Vector<Score>;
}
