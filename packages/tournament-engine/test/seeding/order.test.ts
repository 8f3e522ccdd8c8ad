import * as fc from 'fast-check';
import { seedAtRandom, seedByPrevious, seedByRating, seededRandom, seedWithLocks } from '../../src/index.js';
import { refused } from '../support.js';

describe('the order of the seeds', () => {
  it('follows the ratings, with the unrated last and equals as they were given', () => {
    const rating = (id: string, value: number | null) => ({ id, rating: value });
    expect(
      seedByRating([rating('new', null), rating('b', 1500), rating('a', 1800), rating('c', 1500), rating('d', null)]),
    ).toEqual(['a', 'b', 'c', 'new', 'd']);
  });

  it('follows an earlier table, with those who were not in it last', () => {
    const previous = [
      { entrant: 'x', rank: 3 },
      { entrant: 'y', rank: 1 },
      { entrant: 'gone', rank: 2 },
      { entrant: 'z', rank: null },
    ];
    expect(seedByPrevious(['new', 'z', 'x', 'y'], previous)).toEqual(['y', 'x', 'new', 'z']);
  });

  it('has the locked seeds where they are locked, and the others in order', () => {
    expect(
      seedWithLocks(
        ['a', 'b', 'c', 'd'],
        [
          { entrant: 'd', seed: 1 },
          { entrant: 'a', seed: 3 },
        ],
      ),
    ).toEqual(['d', 'b', 'a', 'c']);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), (count, seed) => {
        const random = seededRandom(seed);
        const order = Array.from({ length: count }, (_item, index) => index);
        const entrants = random.shuffle(order);
        const seeds = random.shuffle(order);
        const locks = order.slice(0, random.below(count + 1)).map((index) => ({
          entrant: entrants[index] ?? 0,
          seed: (seeds[index] ?? 0) + 1,
        }));
        const result = seedWithLocks(order, locks);
        expect(result.toSorted((a, b) => Number(a) - Number(b))).toEqual(order);
        for (const { entrant, seed } of locks) expect(result[seed - 1]).toBe(entrant);
        const others = result.filter((id) => !locks.some(({ entrant }) => entrant === id));
        expect(others).toEqual(others.toSorted((a, b) => Number(a) - Number(b)));
      }),
    );
  });

  it.each([
    ['a seed of 0', [{ entrant: 'a', seed: 0 }]],
    ['a seed beyond the last', [{ entrant: 'a', seed: 3 }]],
    ['half a seed', [{ entrant: 'a', seed: 1.5 }]],
    [
      'one seed for two',
      [
        { entrant: 'a', seed: 1 },
        { entrant: 'b', seed: 1 },
      ],
    ],
    [
      'two seeds for one',
      [
        { entrant: 'a', seed: 1 },
        { entrant: 'a', seed: 2 },
      ],
    ],
    ['a stranger', [{ entrant: 'x', seed: 1 }]],
  ])('refuses %s', (_what, locks) => {
    expect(() => seedWithLocks(['a', 'b'], locks)).toThrow(refused('invalid-seeds'));
  });

  it('refuses an entrant listed twice', () => {
    expect(() => seedWithLocks(['a', 'a'], [])).toThrow(refused('repeated-entrant'));
  });

  it('is drawn by a seed: the same again, all orders equally often', () => {
    expect(seedAtRandom(['a', 'b', 'c', 'd'], 'final')).toEqual(seedAtRandom(['a', 'b', 'c', 'd'], 'final'));
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed += 1) {
      const order = seedAtRandom(['a', 'b', 'c'], seed).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 expected each, standard deviation 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
