import * as fc from 'fast-check';
import { perfectMatching, type MatchingProblem } from '../../src/swiss/matching/perfect-matching.js';
import { seededRandom } from '../../src/random.js';
import { cheapestMatching } from '../oracles/cheapest-matching.js';
import { expectOptimal } from '../oracles/matching-proof.js';
import { runs } from '../runs.js';

const problemOf = (matrix: readonly (readonly number[])[]): MatchingProblem => ({
  vertices: matrix.length,
  costs: (vertex, row) => {
    for (let other = 0; other < matrix.length; other += 1) row[other] = matrix[vertex]?.[other] ?? Infinity;
  },
});

/** Symmetric costs; `missing` of ten edges are not there. */
const matrices = (half: { min: number; max: number }) =>
  fc
    .record({
      half: fc.integer(half),
      max: fc.constantFrom(1, 3, 20, 1_000_000),
      missing: fc.integer({ min: 0, max: 9 }),
      neighbours: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(),
    })
    .map(({ half, max, missing, neighbours, seed }) => {
      const random = seededRandom(seed);
      const size = 2 * half;
      const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => Infinity));
      for (let a = 0; a < size; a += 1) {
        for (let b = a + 1; b < size; b += 1) {
          const cost = random.below(10) < missing ? Infinity : random.below(max);
          for (const [x, y] of [
            [a, b],
            [b, a],
          ] as const) {
            const row = matrix[x];
            if (row) row[y] = cost;
          }
        }
      }
      return { matrix, neighbours };
    });

describe('perfect matching', () => {
  it('costs what the cheapest of all matchings costs, and is missing only when there is none', () => {
    fc.assert(
      fc.property(matrices({ min: 1, max: 5 }), ({ matrix, neighbours }) => {
        const found = perfectMatching(problemOf(matrix), neighbours);
        const cost = found === null ? Infinity : expectOptimal(matrix, found);
        expect(cost).toBe(cheapestMatching(matrix));
      }),
      runs(3000),
    );
  });

  it('comes with duals that prove it, in sizes that cannot be tried out', () => {
    fc.assert(
      fc.property(matrices({ min: 10, max: 40 }), ({ matrix, neighbours }) => {
        const found = perfectMatching(problemOf(matrix), neighbours);
        expect(found === null ? 0 : expectOptimal(matrix, found)).toBeLessThan(Infinity);
      }),
      runs(150),
    );
  });
});
