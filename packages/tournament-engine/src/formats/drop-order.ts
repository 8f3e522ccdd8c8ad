type Mask = (count: number) => number;

/** All published orders are of this kind: the place of a loser is its index with some bits flipped. */
const reverse: Mask = (count) => count - 1;
const halfShift: Mask = (count) => count / 2;
const reverseHalfShift: Mask = (count) => count / 2 - 1;
const pairFlip: Mask = () => 1;

/** From the second round of the winners' bracket on; later ones keep their order. */
const masks: readonly Mask[] = [reverse, halfShift, reverseHalfShift, pairFlip];

/**
 * The order in which losers of a round of the winners' bracket come down, so that those who have met above meet again
 * as late as possible: not before the 5th losers' round of 32 entrants, the 7th of 64, the 9th of 256.
 * @param losers a power of two
 * @param round from 2 of the winners' bracket
 */
export function dropOrder<T>(losers: readonly T[], round: number): T[] {
  const mask = Math.trunc(masks[round - 2]?.(losers.length) ?? 0) & (losers.length - 1);
  return losers.map((_loser, index) => losers[index ^ mask] ?? unreachable(index));
}

function unreachable(index: number): never {
  throw new RangeError(`the count of losers is not a power of two: there is none at ${index}`);
}
