export interface EloRules {
  /** Rating of somebody new. */
  start: number;
  /** How far one game can move a rating; the same for both sides. */
  k: number;
}

export const eloDefaults: EloRules = { start: 1500, k: 32 };

/**
 * Part of a win that the first is expected to take from the second (A. Elo, logistic curve with base 10 and 400 points
 * for odds of ten to one).
 */
export function eloExpectation(first: number, second: number): number {
  return 1 / (1 + 10 ** ((second - first) / 400));
}

/** What the first wins in rating and the second loses. @param score 1 win, 0.5 draw, 0 loss of the first */
export function eloGain(first: number, second: number, score: number, { k }: EloRules): number {
  return k * (score - eloExpectation(first, second));
}
