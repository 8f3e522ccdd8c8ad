import type { EntrantNumber, Feed, Occupant, Target } from './match.js';
import type { StagePlan } from './plan.js';

/** Consecutive matches: the first one and how many. */
export type Range = readonly [first: number, count: number];

export interface Stage {
  id: number;
  plan: StagePlan;
  /** Where its matches are, in order. */
  ranges: readonly Range[];
  /** Its tables. */
  tables: Range;
  /** Matches, rounds and scores that are not decided yet; the stage is over at 0. */
  open: number;
}

/**
 * A ranking that decides who goes on: a group, the field of a Swiss stage, a leaderboard, or those who took the same place in
 * different groups (`best`).
 */
export interface Table {
  id: number;
  stage: number;
  kind: 'group' | 'best';
  /** From 1 within the stage. */
  number: number;
  members: readonly Occupant[];
  feeds: readonly Feed[];
  /** Of a leaderboard: its name; null when there is one only, or for those in none. */
  division: string | null;
  /** Its matches, in order. */
  ranges: readonly Range[];
  /** Of a leaderboard: where its scores are, member by member and workout by workout. */
  scores: readonly Range[];
  /** Matches and scores that are not decided, and rounds that are not drawn. */
  open: number;
  /** Members by place once it is over and nobody shares a place that matters; else null. */
  order: readonly EntrantNumber[] | null;
  /** Set by hand where the tie-breaks leave entrants level. */
  lots: readonly EntrantNumber[] | null;
  /** Where the entrant at a place goes, the first place first. */
  targets: readonly (Target | null)[];
}
