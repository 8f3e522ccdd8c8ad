import Duel from 'duel';
import { drawn, matchesOf, realMatches } from '../support.js';

/*
 * duel 3.2.0 marks nobody by -1 in its first rounds. It swaps sides of some matches and has an order of its own for
 * losers, so pairs and counts are compared, not sides.
 */
const matchesIn = (...options: ConstructorParameters<typeof Duel>) => new Duel(...options).matches;
const pairs = (sides: readonly unknown[][]): string[] =>
  sides
    .map((pair) =>
      pair
        .map(Number)
        .toSorted((a, b) => a - b)
        .join('-'),
    )
    .toSorted((a, b) => a.localeCompare(b));

describe('against duel', () => {
  it('I10: first rounds are the same for 2 to 64 entrants', () => {
    for (let entrants = 4; entrants <= 64; entrants++) {
      const theirs = matchesIn(entrants, { short: true }).filter(({ id }) => id.s === 1 && id.r === 1);
      const ours = matchesOf(drawn(entrants, { format: 'single-elimination' })).filter(({ round }) => round === 1);
      const named = ours.map(({ sides }) => sides.map((side) => (side === 'bye' ? -1 : side)));
      expect(pairs(named)).toEqual(pairs(theirs.map(({ p }) => p)));
    }
  });

  it('I14: double eliminations of 4 to 64 have as many matches to play, with and without the reset', () => {
    for (let entrants = 4; entrants <= 64; entrants++) {
      const theirs = matchesIn(entrants, { last: Duel.LB }).filter(({ p }) => !p.includes(-1));
      const ours = realMatches(drawn(entrants, { format: 'double-elimination' }));
      expect(ours).toHaveLength(theirs.length);
    }
  });
});
