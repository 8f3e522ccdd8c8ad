import type { Feed } from '../model/match.js';
import { bestOfRound } from './best-of.js';
import type { BracketBuilder } from './bracket-builder.js';

/**
 * The two last seeds meet, the winner challenges the next better seed, and so on up to the first.
 * @param entrants best first
 */
export function stepladder(
  builder: BracketBuilder,
  entrants: readonly Feed[],
  { bestOf }: { bestOf?: number | readonly number[] },
): void {
  let challenger = entrants.at(-1);
  for (let seed = entrants.length - 1, round = 1; seed >= 1; seed--, round++) {
    const defender = entrants[seed - 1];
    if (defender === undefined || challenger === undefined) throw new RangeError('a ladder has no gaps');
    const match = builder.add(
      { section: 'ladder', round, bestOf: bestOfRound(bestOf, round), places: [1, seed + 1] },
      1,
      [defender, challenger],
    );
    challenger = { from: 'winner', match };
  }
}
