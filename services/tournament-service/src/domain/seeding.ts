interface Seeded {
  id: number;
  locked: boolean;
}

/** A stream of numbers in [0, 1) that depends on the seed only: mulberry32 by Tommy Ettinger, public domain. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * An order by chance in which whoever is locked keeps the place; the same seed gives the same order of the same list.
 * Fisher and Yates' shuffle, so that every order is as likely as any other.
 */
export function shuffled(list: Seeded[], seed: number): Seeded[] {
  const next = chance(seed);
  const loose = list.filter((item) => !item.locked).toSorted((a, b) => a.id - b.id);
  for (let last = loose.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [loose[last], loose[other]] = [loose[other] as Seeded, loose[last] as Seeded];
  }
  let taken = 0;
  // There are as many loose places as loose people.
  return list.map((item) => (item.locked ? item : (loose[taken++] as Seeded)));
}
