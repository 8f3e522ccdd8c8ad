/** Chance that a seed decides: the same seed gives the same numbers everywhere. */
export interface Random {
  /** An integer from 0 to `count - 1`, each equally likely. `count` is from 1 to 2^32. */
  below(count: number): number;
  /** A new array with the items in random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
}

/**
 * Generator xoshiro128** (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2021), its state
 * filled by splitmix32 from an FNV-1a hash of the seed's characters. Not for secrets: who knows the seed knows it all.
 */
export function seededRandom(seed: number | string): Random {
  let [a, b, c, d] = stateOf(hash(String(seed)));

  const next = (): number => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return scrambled;
  };
  const below = (count: number): number => {
    const fair = 2 ** 32 - (2 ** 32 % count);
    for (;;) {
      const value = next();
      if (value < fair) return value % count;
    }
  };
  const shuffle = <T>(items: readonly T[]): T[] => {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const [item] = result.splice(below(last + 1), 1, ...result.slice(last, last + 1));
      if (item !== undefined) result[last] = item;
    }
    return result;
  };
  return { below, shuffle };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
}

function stateOf(start: number): [number, number, number, number] {
  let value = start;
  const word = (): number => {
    value = (value + 0x9e3779b9) | 0;
    let mixed = value ^ (value >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  return [word(), word(), word(), word()];
}
