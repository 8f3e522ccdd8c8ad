import type { EntrantId, Game, PointRules } from '../standings/game.js';

export interface SwissEntrant {
  id: EntrantId;
  /** Takes part in the round to be paired. */
  active: boolean;
}

export interface SwissOptions {
  /** What a score is made of; win 1, draw 0.5, loss 0 when missing. */
  points?: PointRules;
  /** Let the pairing avoid that two meet who both are due for the same side. */
  balanceSides?: boolean;
  /**
   * Accelerated pairing (FIDE C.04.7, Baku): the upper half of the seeds is paired with one more point in the first
   * quarter of the rounds, with half a point in the second quarter. Needs the number of rounds of the whole tournament.
   */
  acceleratedOver?: number;
}

/** Plain data: what is needed to pair the round after the last one in `games`. */
export interface SwissInput {
  /** In the order of the seeds, strongest first. */
  entrants: SwissEntrant[];
  /** Every game so far, in any order. */
  games: Game[];
  /** Pairs that must not meet, besides those that have met. */
  forbidden?: [EntrantId, EntrantId][];
  /** The round to pair; one after the last one in `games` when missing. */
  round?: number;
  options?: SwissOptions;
}

export interface SwissPair {
  sides: [EntrantId, EntrantId];
  /** Points of the sides before the round, without those of acceleration. */
  scores: [number, number];
  /** Score groups between the two; 0 when they have the same score. */
  float: number;
}

export interface SwissRound {
  round: number;
  /** Best score first. */
  pairs: SwissPair[];
  bye: EntrantId | null;
}
