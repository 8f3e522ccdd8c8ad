import * as fc from 'fast-check';
import { EngineError, pairSwiss, seededRandom, type Game, type SwissInput, type SwissRound } from '../../src/index.js';
import { allowed, bestQuality, byeAllowed, qualityOf, scoreBefore } from '../oracles/swiss-brute-force.js';
import { runs } from '../runs.js';
import { refused } from '../support.js';

const entrantsOf = (count: number) =>
  Array.from({ length: count }, (_item, index) => ({ id: index + 1, active: true }));

const tryPairing = (input: SwissInput): SwissRound | null => {
  try {
    return pairSwiss(input);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'no-complete-pairing') return null;
    throw error;
  }
};

/** Plays a round by chance, with walkovers and double no-shows. */
function play(round: SwissRound, next: (count: number) => number, id = 0): Game[] {
  const games = round.pairs.map(({ sides }, index): Game => {
    const kind = next(12) === 0 ? 'walkover' : 'played';
    const roll = next(10);
    const outcome = roll < 5 ? 'first' : roll < 8 ? 'second' : kind === 'played' ? 'draw' : 'none';
    return { id: `${id}-${index}`, round: round.round, sides, kind, outcome };
  });
  if (round.bye === null) return games;
  const outcome = next(4) === 0 ? 'none' : 'first';
  return [...games, { id: `${id}-bye`, round: round.round, sides: [round.bye, null], kind: 'bye', outcome }];
}

const tournaments = (max: number) =>
  fc.record({
    count: fc.integer({ min: 1, max }),
    rounds: fc.integer({ min: 1, max: 9 }),
    seed: fc.nat(),
    balanceSides: fc.constantFrom(undefined, false, true),
    points: fc.constantFrom(undefined, { win: 3, draw: 1, loss: 0 }, { win: 1, draw: 0.5, loss: 0, bye: 0.5 }),
    absent: fc.integer({ min: 0, max: 3 }),
    bans: fc.integer({ min: 0, max: 4 }),
  });

type Setting = ReturnType<typeof tournaments> extends fc.Arbitrary<infer T> ? T : never;

/** Calls `check` before each round of a tournament that chance plays, until it ends or cannot be paired. */
function simulate(
  { count, rounds, seed, balanceSides, points, absent, bans }: Setting,
  check: (input: SwissInput, round: SwissRound | null) => void,
): void {
  const random = seededRandom(seed);
  const forbidden = Array.from({ length: bans }, (): [number, number] => [
    1 + random.below(count),
    1 + random.below(count),
  ]).filter(([a, b]) => a !== b);
  const games: Game[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    const entrants = entrantsOf(count).map(({ id }) => ({ id, active: random.below(10) >= absent }));
    const input: SwissInput = {
      entrants,
      games: [...games],
      forbidden,
      round: number,
      options: { ...(balanceSides !== undefined && { balanceSides }), ...(points !== undefined && { points }) },
    };
    const round = tryPairing(input);
    check(input, round);
    if (round === null) return;
    games.push(...play(round, (below) => random.below(below), number));
    if (random.below(4) > 0) continue;
    for (const { id, active } of entrants) {
      const outcome = (['first', 'draw', 'none'] as const)[random.below(3)] ?? 'none';
      if (!active)
        games.push({ id: `r${id}-${number}`, round: number, sides: [id, null], kind: 'requested-bye', outcome });
    }
  }
}

describe('pairing a Swiss round', () => {
  it('I29: finds the best of all legal pairings of up to ten, and says so when there is none', () => {
    let dead = 0;
    fc.assert(
      fc.property(tournaments(10), (tournament) => {
        simulate(tournament, (input, round) => {
          if (round === null) dead += 1;
          expect(round === null ? null : qualityOf(input, round)).toEqual(bestQuality(input));
        });
      }),
      runs(250),
    );
    expect(dead).toBeGreaterThan(0);
  });

  it('I25 I27: pairs everybody who is active once, never a rematch or a forbidden pair', () => {
    fc.assert(
      fc.property(tournaments(60), (tournament) => {
        simulate(tournament, (input, round) => {
          if (round === null) return;
          const active = input.entrants.filter((entrant) => entrant.active).map((entrant) => entrant.id);
          const paired = round.pairs.flatMap(({ sides }) => sides);
          expect([...paired, ...(round.bye === null ? [] : [round.bye])].sort(byNumber)).toEqual(active);
          expect(round.pairs.filter(({ sides: [a, b] }) => !allowed(input, a, b))).toEqual([]);
        });
      }),
      runs(60),
    );
  });

  it('I26: gives one bye when the number is odd, to the lowest score that leaves the others a pairing', () => {
    fc.assert(
      fc.property(tournaments(25), (tournament) => {
        simulate(tournament, (input, round) => {
          if (round === null) return;
          const active = input.entrants.filter((entrant) => entrant.active);
          expect(round.bye !== null).toBe(active.length % 2 === 1);
          if (round.bye === null) return;
          const { bye } = round;
          expect(byeAllowed(input, bye)).toBe(true);
          const score = (id: number | string): number => scoreBefore(input, id, round.round);
          for (const { id } of active) {
            if (score(id) >= score(bye) || !byeAllowed(input, id)) continue;
            const without = input.entrants.map((entrant) =>
              entrant.id === id ? { ...entrant, active: false } : entrant,
            );
            expect(tryPairing({ ...input, entrants: without })).toBeNull();
          }
        });
      }),
      runs(60),
    );
  });

  it('I28: every round adds a win for each pair and for the bye to the sum of scores', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), (count, seed) => {
        const random = seededRandom(seed);
        const input: SwissInput = { entrants: entrantsOf(count), games: [] };
        for (let number = 1; number <= 4; number += 1) {
          const round = tryPairing(input);
          if (round === null) return;
          input.games.push(
            ...play(round, (below) => random.below(below), number).filter(({ outcome }) => outcome !== 'none'),
          );
          const total = input.entrants.reduce((sum, { id }) => sum + scoreBefore(input, id, number + 1), 0);
          expect(total).toBe(input.games.length);
        }
      }),
      runs(60),
    );
  });

  it('pairs the upper half with the lower half in the first round, the last one sits out', () => {
    const even = pairSwiss({ entrants: entrantsOf(8), games: [] });
    expect(even.pairs.map(({ sides }) => sides.toSorted(byNumber))).toEqual([
      [1, 5],
      [2, 6],
      [3, 7],
      [4, 8],
    ]);
    expect(even.pairs.map(({ sides: [first] }) => first)).toEqual([1, 6, 3, 8]);
    const odd = pairSwiss({ entrants: entrantsOf(7), games: [] });
    expect(odd.pairs.map(({ sides }) => sides.toSorted(byNumber))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(odd.bye).toBe(7);
  });

  it('gives the same pairing in whatever order the games come', () => {
    fc.assert(
      fc.property(tournaments(30), fc.nat(), (tournament, seed) => {
        simulate(tournament, (input, round) => {
          expect(tryPairing({ ...input, games: seededRandom(seed).shuffle(input.games) })).toEqual(round);
        });
      }),
      runs(20),
    );
  });

  it('says that 8 players who split into two groups of odd size by their past games cannot be paired', () => {
    // Seven rounds of eight are a round robin: after six, two triangles and a pair can be what is left.
    const entrants = entrantsOf(8);
    const left = [
      [1, 2],
      [2, 3],
      [1, 3],
      [4, 5],
      [5, 6],
      [4, 6],
      [7, 8],
    ];
    const games = entrants.flatMap(({ id: a }) =>
      entrants
        .filter(({ id: b }) => b > a && !left.some(([x, y]) => x === a && y === b))
        .map(({ id: b }, index): Game => ({
          id: `${a}-${b}`,
          round: 1 + (index % 6),
          sides: [a, b],
          kind: 'played',
          outcome: 'first',
        })),
    );
    expect(() => pairSwiss({ entrants, games })).toThrow(refused('no-complete-pairing'));
    expect(
      pairSwiss({ entrants: entrantsOf(8).filter(({ id }) => ![1, 4].includes(id)), games: [] }).pairs,
    ).toHaveLength(3);
  });

  it('refuses games of strangers and entrants listed twice', () => {
    const game: Game = { id: 1, round: 1, sides: [1, 9], kind: 'played', outcome: 'first' };
    expect(() => pairSwiss({ entrants: entrantsOf(2), games: [game] })).toThrow(refused('unknown-entrant'));
    expect(() => pairSwiss({ entrants: [...entrantsOf(2), ...entrantsOf(1)], games: [] })).toThrow(
      refused('repeated-entrant'),
    );
  });

  it('pairs nobody, one and two entrants', () => {
    expect(pairSwiss({ entrants: [], games: [] })).toEqual({ round: 1, pairs: [], bye: null });
    expect(pairSwiss({ entrants: entrantsOf(1), games: [] })).toEqual({ round: 1, pairs: [], bye: 1 });
    expect(pairSwiss({ entrants: entrantsOf(2), games: [] })).toEqual({
      round: 1,
      pairs: [{ sides: [1, 2], scores: [0, 0], float: 0 }],
      bye: null,
    });
  });
});

const byNumber = (a: number | string, b: number | string): number => Number(a) - Number(b);
