import type { DropOrder } from '../formats/drop-order.js';
import type { Scoring } from '../leaderboard/scoring.js';
import type { Workout } from '../leaderboard/workout.js';
import type { EntrantId } from '../standings/game.js';
import type { standingsPresets, StandingsRules } from '../standings/rules.js';

/** What a tournament is made of; see the README for an example of each format. */
export interface Plan {
  /** In the order of the seeds, the best first. */
  entrants: readonly EntrantId[];
  /** The first is played by all entrants; each one after it by those who qualify in the one before. */
  stages: readonly StagePlan[];
}

export type StagePlan = (EliminationPlan | TablePlan | LeaderboardPlan) & {
  /** Who comes from the stage before; the first stage has none. */
  qualify?: Qualification;
};

/** The rounds of a group: who meets whom, by number of the entrants, the first at home. */
export type GroupFixtures = readonly (readonly (readonly [home: number, away: number])[])[];

/** How matches are decided. */
interface MatchRules {
  /** Best of so many games, 1 when missing; a list says it round by round, the last one for all that follow. */
  bestOf?: number | readonly number[];
}

export type EliminationPlan = MatchRules &
  (
    | {
        format: 'single-elimination';
        /** `third`: the losers of the semi-finals play for the third place. `all`: everybody plays for a place. */
        placement?: 'none' | 'third' | 'all';
        sides?: FirstSides;
      }
    | {
        format: 'double-elimination';
        /** `reset`: the winner of the losers' bracket has to win twice; the second match exists when needed only. */
        grandFinal?: 'none' | 'single' | 'reset';
        sides?: FirstSides;
        /** The orders in which losers of the first, the second, ... round come down; `dropOrders` when missing. */
        drops?: readonly DropOrder[];
      }
    | { format: 'stepladder' }
    | {
        format: 'custom';
        /** Such as `A=[1,4] B=[2,3] C=[W:A,W:B]`. */
        bracket: string;
      }
  );

/**
 * Who is in the first round, top to bottom, by number of the entrants; null for a bye. As long as a power of two. In the
 * first stage only; the best seeds are kept apart and get the byes when missing.
 */
export type FirstSides = readonly (number | null)[];

/** Stages whose matches count for a table. */
export type TablePlan = MatchRules & {
  draws?: boolean;
  /** Points and tie-breaks, by name or one by one; `simple` for a round robin and `chess` for Swiss when missing. */
  standings?: keyof typeof standingsPresets | StandingsRules;
  /** Draws lots between those whom nothing else parts; without it they share a place. */
  lotSeed?: number | string;
} & (
    | {
        format: 'round-robin';
        /** How often everybody meets everybody, 1 when missing; the second time with sides swapped. */
        meetings?: 1 | 2;
        /** Dealt like a snake: 1 2 3, 3 2 1, ... One group when missing. */
        groups?: number;
        /** Groups and rounds as they are given, instead of both; in the first stage only. */
        fixtures?: readonly GroupFixtures[];
      }
    | {
        format: 'swiss';
        rounds: number;
        balanceSides?: boolean;
        /** Who must not meet, by number of the entrants (the seeds). */
        forbidden?: readonly (readonly [number, number])[];
      }
  );

/** Everybody does the same workouts; there are no matches. */
export interface LeaderboardPlan {
  format: 'leaderboard';
  /** In their order. */
  workouts: readonly Workout[];
  scoring: Scoring;
  /** The division of each entrant in the order of the seeds, each a board of its own; in the first stage only. */
  divisions?: readonly (string | null)[];
}

/** Who goes on from the tables of the stage before. */
export interface Qualification {
  /** So many of each table. */
  top: number;
  /** And so many of those who are next in their table, compared over all tables: the best thirds, for example. */
  best?: number;
  /**
   * Who meets whom in the first round of a bracket; those of one group as late as possible. `cross` when missing: the
   * groups are crossed, A1-B2 and B1-A2. `record`: all winners are seeded by their results, then all seconds, and so on.
   * Or the sides, top to bottom, as they are given: null for a bye, as long as a power of two.
   */
  seeding?: 'cross' | 'record' | readonly (QualifiedPlace | null)[];
}

/** Both from 1: a place of a table, or one of those who qualify as the best of the next. */
export type QualifiedPlace = { table: number; place: number } | { best: number };
