import type { PointRules } from './game.js';

/**
 * What can decide between entrants; more is better, except for `against`.
 * - `points`; `wins` (with walkovers), `played-wins`, `second-side-wins` (played on the second side)
 * - `difference`, `for`, `against`, `share` (for / (for + against)) of the score; `fine-...` of the points below it
 * - `head-to-head...`: the same in the games among those who are tied, and only these
 * - `direct-encounter`: head-to-head, but only when all who are tied have met each other (FIDE C.07)
 * - `buchholz`: scores of the opponents, without the lowest (`cut-1`, `cut-2`), or lowest and highest (`median`)
 * - `sonneborn-berger`: score of each opponent times the part of a win that was taken from them
 * - `koya`: points against opponents with at least half of what can be reached
 * - `progressive`: the sum of the own scores after each round
 */
export type Criterion =
  | 'points'
  | 'wins'
  | 'played-wins'
  | 'second-side-wins'
  | 'difference'
  | 'for'
  | 'against'
  | 'share'
  | 'fine-difference'
  | 'fine-for'
  | 'fine-share'
  | 'buchholz'
  | 'buchholz-cut-1'
  | 'buchholz-cut-2'
  | 'buchholz-median'
  | 'sonneborn-berger'
  | 'koya'
  | 'progressive'
  | TiedCriterion;

/** Criteria that look at the games among those who are tied. */
export type TiedCriterion =
  'head-to-head' | 'head-to-head-difference' | 'head-to-head-for' | 'head-to-head-share' | 'direct-encounter';

export interface StandingsRules {
  points: PointRules;
  /** The first that makes a difference decides. */
  chain: Criterion[];
  /**
   * What a round without a played game is worth in Buchholz and Sonneborn-Berger. `dummy`: a game against somebody with
   * one's own score, the score of an opponent who stayed away to the end counts draws from then on, and rounds one
   * stayed away from are cut first (FIDE C.07 of 2023, article 16). `none`: walkovers like games, all else 0.
   */
  unplayed: 'dummy' | 'none';
  /** Draws lots between those whom nothing decides: the same seed, the same lots. Without it they share a rank. */
  lotSeed?: number | string;
}

const football: PointRules = { win: 3, draw: 1, loss: 0 };
const headToHead = ['head-to-head', 'head-to-head-difference', 'head-to-head-for'] as const;

/** Rules by the name people know them by. Complete but for fair play and lots. */
export const standingsPresets = {
  simple: { points: football, chain: ['points', 'head-to-head', 'difference', 'for'], unplayed: 'none' },
  /** World cups of 2018 and 2022: all games first. */
  fifa: { points: football, chain: ['points', 'difference', 'for', ...headToHead], unplayed: 'none' },
  /** Games among the tied first, again for those who remain tied. */
  uefa: { points: football, chain: ['points', ...headToHead, 'difference', 'for', 'wins'], unplayed: 'none' },
  chess: {
    points: { win: 1, draw: 0.5, loss: 0 },
    chain: ['points', 'buchholz-cut-1', 'buchholz', 'sonneborn-berger', 'direct-encounter', 'wins'],
    unplayed: 'dummy',
  },
  tennis: {
    points: { win: 1, draw: 0, loss: 0 },
    chain: ['points', 'head-to-head', 'share', 'fine-share'],
    unplayed: 'none',
  },
} satisfies Record<string, StandingsRules>;

export function isTiedCriterion(criterion: Criterion): criterion is TiedCriterion {
  return criterion.startsWith('head-to-head') || criterion === 'direct-encounter';
}
