/** Lowest, middle and highest of the rounds. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { min: at(0), median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, max: at(sorted.length - 1) };
}

/**
 * Measures two things in turns (A B, B A, A B, ...), so that whatever else the machine does falls on both alike.
 * Each pair gives one ratio; only ratios of the same round are comparable. A round before the first one is thrown
 * away: programs that have just started are still being compiled.
 */
export async function interleave<T>(
  rounds: number,
  a: () => Promise<T>,
  b: () => Promise<T>,
): Promise<{ a: T; b: T }[]> {
  const pairs: { a: T; b: T }[] = [];
  await a();
  await b();
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await a();
      pairs.push({ a: first, b: await b() });
    } else {
      const first = await b();
      pairs.push({ b: first, a: await a() });
    }
  }
  return pairs;
}
