import * as fc from 'fast-check';
import { seededRandom } from '../src/index.js';

describe('seeded random numbers', () => {
  it('are the same for the same seed, on every machine', () => {
    const random = seededRandom('gym');
    expect(Array.from({ length: 6 }, () => random.below(1000))).toEqual([148, 869, 603, 367, 453, 266]);
    expect(seededRandom('gym').shuffle(['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'e', 'c', 'b', 'd']);
  });

  it('stay below the count and differ between seeds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.string(), (count, seed) => {
        const random = seededRandom(seed);
        for (let draw = 0; draw < 20; draw += 1) {
          const value = random.below(count);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(count);
          expect(Number.isInteger(value)).toBe(true);
        }
      }),
    );
    const firsts = new Set(Array.from({ length: 1000 }, (_item, seed) => seededRandom(seed).below(2 ** 32)));
    expect(firsts.size).toBeGreaterThan(995);
  });

  it('fall equally often everywhere, also where the count does not divide 2^32', () => {
    const random = seededRandom(1);
    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (let draw = 0; draw < 70_000; draw += 1) {
      const value = random.below(7);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    // Chi-square with 6 degrees of freedom: 22.46 is exceeded once in a thousand seeds.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.46);
    const high = Array.from({ length: 3000 }, () => random.below(3 * 2 ** 30)).filter((value) => value >= 2 ** 31);
    // A third of the values; without rejection it would be a quarter. Standard deviation 26.
    expect(Math.abs(high.length - 1000)).toBeLessThan(130);
  });

  it('shuffle without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(), (items, seed) => {
        const before = [...items];
        const shuffled = seededRandom(seed).shuffle(items);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
        expect(items).toEqual(before);
      }),
    );
  });
});
