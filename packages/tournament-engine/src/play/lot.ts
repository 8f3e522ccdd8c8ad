import type { EntrantNumber } from '../model/match.js';

/** Entrants in the order of a lot: any order, but always the same for one seed, whoever else takes part. */
export function drawLot(entrants: readonly EntrantNumber[], seed: number): EntrantNumber[] {
  return [...entrants].sort((a, b) => scattered(seed, a) - scattered(seed, b) || a - b);
}

/** The finaliser of MurmurHash3: every bit of the input changes half of those of the result. */
function scattered(seed: number, entrant: EntrantNumber): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(entrant, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
