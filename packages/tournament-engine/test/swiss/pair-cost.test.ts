import * as fc from 'fast-check';
import type { SwissHistory } from '../../src/swiss/history.js';
import { pairCosts, type Placed } from '../../src/swiss/pair-cost.js';

const float = fc.constantFrom(-1, 0, 1);
const history = fc.record({
  floats: fc.tuple(float, float),
  unplayed: fc.nat({ max: 3 }),
  hadBye: fc.boolean(),
  seats: fc.array(fc.constantFrom(0 as const, 1 as const), { maxLength: 4 }),
});

/** Score groups of some sizes, the best first. */
const fields = fc
  .array(fc.array(history, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 })
  .map((groups) =>
    groups.flatMap((members, group) =>
      members.map(({ floats, unplayed, hadBye, seats }, above): Placed => {
        const sides = seats.map((seat, at) => ({ round: at + 1, seat }));
        const met = new Set<number>();
        const own: SwissHistory = { id: `${group}-${above}`, seed: 0, points: 0, met, hadBye, unplayed, sides, floats };
        return { history: own, group, groupSize: members.length, above, below: members.length - 1 - above };
      }),
    ),
  );

describe('what a pairing costs', () => {
  it('is the same from both sides, and a whole number or nothing that can be', () => {
    fc.assert(
      fc.property(fields, fc.boolean(), (placed, balanceSides) => {
        const byeGroup = placed.length % 2 === 0 ? null : (placed.at(-1)?.group ?? null);
        const { vertices, costs } = pairCosts(
          placed,
          byeGroup,
          placed.map((_place, at) => [at]),
          balanceSides,
        );
        expect(vertices % 2).toBe(0);
        const rows = Array.from({ length: vertices }, (_row, vertex) => {
          const row = new Float64Array(vertices);
          costs(vertex, row);
          row[vertex] = Infinity;
          return row;
        });
        for (const [a, row] of rows.entries()) {
          for (const [b, cost] of row.entries()) {
            expect(cost).toBe(rows[b]![a]);
            expect(cost === Infinity || (Number.isSafeInteger(cost) && cost >= 0)).toBe(true);
          }
        }
      }),
    );
  });
});
