import * as fc from 'fast-check';
import { doublePairingTable, getAt, itemsOf, pairingTable, type PairingRound } from '../../src/index.js';
import { drawn, matchesOf } from '../support.js';

const size = fc.integer({ min: 2, max: 60 });
const written = (rounds: PairingRound[]): string =>
  rounds.map((round) => round.map((pair) => pair.join('-')).join(' ')).join(' / ');

/** How often somebody is on the same side twice in a row, for everybody together. */
function breaksOf(rounds: PairingRound[], count: number): number {
  let breaks = 0;
  for (let entrant = 1; entrant <= count; entrant++) {
    const sides = rounds.flatMap((round) =>
      round.filter((pair) => pair.includes(entrant)).map((pair) => pair.indexOf(entrant)),
    );
    breaks += sides.filter((side, round) => round > 0 && side === sides[round - 1]).length;
  }
  return breaks;
}

function homeGames(rounds: PairingRound[], entrant: number): number {
  return rounds.flat().filter(([home]) => home === entrant).length;
}

describe('round robin', () => {
  it('numbers groups, rounds and the matches of each round, and plays the rounds after the last one named as that one', () => {
    const state = drawn(7, { format: 'round-robin', groups: 2, bestOf: [1, 3] });
    expect([...itemsOf(state.tables)].map(({ number, members, open }) => [number, members, open])).toEqual([
      [1, [1, 4, 5], 3],
      [2, [2, 3, 6, 7], 6],
    ]);
    const text = matchesOf(state).map(
      ({ table, round, number, bestOf }) => `${table}: ${round}.${number} of ${bestOf}`,
    );
    expect(text).toEqual([
      '0: 1.1 of 1',
      '0: 2.1 of 3',
      '0: 3.1 of 3',
      '1: 1.1 of 1',
      '1: 1.2 of 1',
      '1: 2.1 of 3',
      '1: 2.2 of 3',
      '1: 3.1 of 3',
      '1: 3.2 of 3',
    ]);
    // Two tables have no order yet, besides the nine matches.
    expect(getAt(state.stages, 0)).toMatchObject({ ranges: [[0, 9]], tables: [0, 2], open: 11 });
    expect(getAt(drawn(4, { format: 'swiss', rounds: 3 }).stages, 0)).toMatchObject({ ranges: [], open: 4 });
  });

  it.each([
    [4, '1-4 3-2 / 4-2 1-3 / 3-4 2-1'],
    [5, '5-2 3-4 / 1-3 4-5 / 2-4 5-1 / 3-5 1-2 / 4-1 2-3'],
    [6, '1-6 5-2 3-4 / 6-2 1-3 4-5 / 3-6 2-4 5-1 / 6-4 3-5 1-2 / 5-6 4-1 2-3'],
    [
      8,
      '1-8 7-2 3-6 5-4 / 8-2 1-3 4-7 6-5 / 3-8 2-4 5-1 7-6 / 8-4 3-5 6-2 1-7 / 5-8 4-6 7-3 2-1 / 8-6 5-7 1-4 3-2 / 7-8 6-1 2-5 4-3',
    ],
  ])('pairs %i entrants as published', (count, expected) => {
    expect(written(pairingTable(count))).toBe(expected);
  });

  it('I20: lets everybody meet everybody once, and twice with sides swapped', () => {
    fc.assert(
      fc.property(size, (count) => {
        const key = ([home, away]: [number, number]) => `${Math.min(home, away)}-${Math.max(home, away)}`;
        const once = pairingTable(count).flat();
        expect(new Set(once.map(key)).size).toBe(once.length);
        expect(once).toHaveLength((count * (count - 1)) / 2);
        const twice = doublePairingTable(count).flat();
        expect(new Set(twice.map((pair) => pair.join('-'))).size).toBe(count * (count - 1));
        expect(twice).toHaveLength(count * (count - 1));
      }),
    );
  });

  it('I21: lets nobody play twice in a round, in as few rounds as possible', () => {
    fc.assert(
      fc.property(size, (count) => {
        const rounds = pairingTable(count);
        expect(rounds).toHaveLength(count % 2 === 0 ? count - 1 : count);
        expect(doublePairingTable(count)).toHaveLength(2 * rounds.length);
        for (const round of rounds) {
          expect(round).toHaveLength(Math.floor(count / 2));
          expect(new Set(round.flat()).size).toBe(2 * round.length);
        }
      }),
    );
  });

  it('I22: shares home games evenly and breaks the change of sides as rarely as possible', () => {
    fc.assert(
      fc.property(size, (count) => {
        const rounds = pairingTable(count);
        const home = Array.from({ length: count }, (_entrant, index) => homeGames(rounds, index + 1));
        expect(Math.max(...home) - Math.min(...home)).toBe(count % 2 === 0 ? 1 : 0);
        expect(breaksOf(rounds, count)).toBe(count % 2 === 0 ? count - 2 : 0);
      }),
    );
  });

  it('lets nobody play three times in a row on the same side when all meet twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), (count) => {
        const rounds = doublePairingTable(count);
        for (let entrant = 1; entrant <= count; entrant++) {
          const sides = rounds.flatMap((round) =>
            round.filter((pair) => pair.includes(entrant)).map((pair) => pair.indexOf(entrant)),
          );
          expect(sides.some((side, at) => at > 1 && side === sides[at - 1] && side === sides[at - 2])).toBe(false);
        }
      }),
    );
  });

  it('I23: deals groups like a snake', () => {
    const groups = (entrants: number, count: number) =>
      [...itemsOf(drawn(entrants, { format: 'round-robin', groups: count }).tables)].map(({ members }) => members);
    expect(groups(12, 3)).toEqual([
      [1, 6, 7, 12],
      [2, 5, 8, 11],
      [3, 4, 9, 10],
    ]);
    expect(groups(16, 4)).toEqual([
      [1, 8, 9, 16],
      [2, 7, 10, 15],
      [3, 6, 11, 14],
      [4, 5, 12, 13],
    ]);
    expect(groups(10, 3)).toEqual([
      [1, 6, 7],
      [2, 5, 8],
      [3, 4, 9, 10],
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 2, max: 9 }), fc.nat(15), (count, runs, extra) => {
        const full = groups(count * runs, count).map((members) =>
          members.reduce((sum: number, seed) => sum + Number(seed), 0),
        );
        const spread = Math.max(...full) - Math.min(...full);
        expect(spread).toBeLessThanOrEqual(runs % 2 === 0 ? 0 : count - 1);
        const sizes = groups(count * runs + (extra % count), count).map((members) => members.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('plays groups side by side, each within itself', () => {
    const state = drawn(7, { format: 'round-robin', groups: 2, meetings: 2 });
    const groups = [...itemsOf(state.tables)];
    expect(matchesOf(state)).toHaveLength(6 + 12);
    for (const { table, sides } of matchesOf(state)) {
      expect(groups[table ?? -1]?.members).toEqual(expect.arrayContaining(sides));
    }
  });
});
