import { standings, type Game } from '../../src/index.js';

/**
 * UzChess Cup, Masters, 2025: results and tie-breaks as chess-results.com (tnr1175851) and the tests of scalachess have
 * them. White is the first side; `1`, `=` and `0` are what it took.
 */
const rounds = [
  'A-P = Y-E 0 M-R = N-S 0 B-V 1',
  'P-V 1 S-B = R-N = E-M = A-Y 0',
  'Y-P = M-A = N-E = B-R 1 V-S =',
  'P-S 1 R-V = E-B = A-N = Y-M 0',
  'M-P 1 N-Y = B-A 1 V-E 0 S-R 1',
  'P-R 0 E-S = A-V = Y-B 1 M-N =',
  'N-P = B-M 1 V-Y = S-A 1 R-E =',
  'P-E 1 A-R 0 Y-S = M-V 0 N-B =',
  'B-P 0 V-N 1 S-M = R-Y = E-A =',
];
const players = {
  P: 'Praggnanandhaa',
  B: 'Abdusattorov',
  S: 'Sindarov',
  E: 'Erigaisi',
  M: 'Maghsoodloo',
  R: 'Rapport',
  Y: 'Yakubboev',
  V: 'Vokhidov',
  N: 'Nepomniachtchi',
  A: 'Aravindh',
};
const outcomes = { '1': 'first', '=': 'draw', '0': 'second' } as const;

const games = rounds.flatMap((round, index): Game[] =>
  [...round.matchAll(/(?<white>\w)-(?<black>\w) (?<result>[1=0])/g)].map(({ groups = {} }, at) => ({
    id: 5 * index + at,
    round: index + 1,
    sides: [groups['white'] ?? '', groups['black'] ?? ''],
    kind: 'played',
    outcome: outcomes[(groups['result'] ?? '=') as keyof typeof outcomes],
  })),
);

describe('a real all-play-all of ten', () => {
  const rows = () =>
    standings(Object.keys(players).toSorted(), games, {
      points: { win: 1, draw: 0.5, loss: 0 },
      chain: ['points', 'direct-encounter', 'sonneborn-berger', 'played-wins', 'second-side-wins', 'koya'],
      unplayed: 'dummy',
    });

  it('is ranked as it was: by the direct encounter, then Sonneborn-Berger', () => {
    expect(
      rows()
        .map(({ entrant }) => entrant)
        .join(''),
    ).toBe('PBSEMRYVNA');
    expect(rows().map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('has the published points, direct encounters, Sonneborn-Berger, wins, wins with black and Koya', () => {
    expect(Object.fromEntries(rows().map(({ entrant, values }) => [entrant, values]))).toEqual({
      P: [5.5, 2, 25.25, 4, 1, 3.5],
      B: [5.5, 0.5, 22.5, 4, 0, 3],
      S: [5.5, 0.5, 22.25, 3, 1, 3],
      E: [5, null, 21.5, 2, 2, 3],
      M: [4.5, 1.5, 20.5, 2, 1, 3.5],
      R: [4.5, 1, 18.75, 2, 2, 2.5],
      Y: [4.5, 0.5, 19.5, 2, 1, 2.5],
      V: [4, null, 16.5, 2, 1, 2.5],
      N: [3.5, null, 16, 0, 0, 3],
      A: [2.5, null, 11.25, 0, 0, 1.5],
    });
  });
});
