import { EngineError } from '../errors.js';

/** Best of how many games a round is played. @param round from 1 within its section */
export function bestOfRound(rule: number | readonly number[] | undefined, round: number): number {
  if (rule === undefined) return 1;
  const games = typeof rule === 'number' ? rule : (rule[round - 1] ?? rule.at(-1));
  if (games === undefined || !Number.isSafeInteger(games) || games < 1) {
    throw new EngineError('invalid-plan', 'A match is best of a whole number of games, at least one.');
  }
  return games;
}
