/** All published orders are of this kind: the place of a loser is its index with some bits flipped. */
const masks = {
  natural: () => 0,
  reverse: (count: number) => count - 1,
  'half-shift': (count: number) => count / 2,
  'reverse-half-shift': (count: number) => count / 2 - 1,
  'pair-flip': () => 1,
} as const;

/** How the losers of a round of the winners' bracket are spread over the losers' bracket. */
export type DropOrder = keyof typeof masks;

/**
 * By round of the winners' bracket; later ones keep their order. Those who have met above meet again as late as
 * possible: not before the 5th losers' round of 32 entrants, the 7th of 64, the 9th of 256.
 */
export const dropOrders: readonly DropOrder[] = ['natural', 'reverse', 'half-shift', 'reverse-half-shift', 'pair-flip'];

/** @param losers a power of two */
export function dropped<T>(losers: readonly T[], order: DropOrder = 'natural'): T[] {
  const mask = Math.trunc(masks[order](losers.length)) & (losers.length - 1);
  return losers.map((_loser, index) => losers[index ^ mask] ?? unreachable(index));
}

export function isDropOrder(name: string): name is DropOrder {
  return Object.hasOwn(masks, name);
}

function unreachable(index: number): never {
  throw new RangeError(`the count of losers is not a power of two: there is none at ${index}`);
}
