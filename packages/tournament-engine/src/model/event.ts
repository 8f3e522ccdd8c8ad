import type { ChangingCommand } from './command.js';
import type { Match } from './match.js';
import type { Plan } from './plan.js';
import type { Score } from './score.js';
import type { Stage, Table } from './stage.js';
import type { Entrant, Head } from './state.js';

/** One record before and after; `before` is null for a new one. */
export interface Change<T> {
  index: number;
  before: T | null;
  after: T | null;
}

/** Everything that an event changes, in the order of the indexes. */
export interface Patch {
  head: { before: Head; after: Head };
  entrants: Change<Entrant>[];
  stages: Change<Stage>[];
  tables: Change<Table>[];
  matches: Change<Match>[];
  scores: Change<Score>[];
  /** The tournament was drawn anew, which is possible before the first result only. */
  plan?: { before: Plan; after: Plan };
}

/**
 * A fact: what was asked and what it changed, both ways. The events of a tournament in their order give its state
 * (`replay`). Plain JSON.
 */
export type TournamentEvent =
  | { version: 1; type: 'drawn'; plan: Plan }
  | {
      version: number;
      type: 'changed';
      command: ChangingCommand;
      patch: Patch;
      /** Matches that lost their result because another one changed. */
      reset: number[];
      /** Scores that were taken away because somebody else came to the leaderboard. */
      resetScores: number[];
    }
  | {
      version: number;
      type: 'undone' | 'redone';
      /** The event whose patch was taken back. */
      reverts: number;
      patch: Patch;
    };

/** What the caller has to store again, by index. */
export interface Changed {
  entrants: number[];
  stages: number[];
  tables: number[];
  matches: number[];
  scores: number[];
  /** Everything was drawn anew: all rows are new. */
  redrawn: boolean;
}
