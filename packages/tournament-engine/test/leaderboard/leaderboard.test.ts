import * as fc from 'fast-check';
import {
  comparePerformances,
  evenTable,
  leaderboard,
  seededRandom,
  type LeaderboardInput,
  type Performance,
  type Scoring,
  type Workout,
} from '../../src/index.js';
import { runs } from '../runs.js';
import { refused } from '../support.js';

const result = (
  workout: string,
  entrant: string,
  value: number | 'dnf' | 'wd',
  more: Partial<Performance> = {},
): Performance =>
  typeof value === 'number'
    ? { entrant, workout, status: 'finished', value, ...more }
    : { entrant, workout, status: value, ...more };

const board = (input: Partial<LeaderboardInput> & { workouts: Workout[]; performances: Performance[] }) => {
  const ids = [...new Set(input.performances.map(({ entrant }) => entrant))];
  const [first, ...others] = leaderboard({ entrants: ids.map((id) => ({ id })), scoring: { by: 'places' }, ...input });
  expect(others).toEqual([]);
  return first?.rows ?? [];
};
const summary = (rows: ReturnType<typeof board>): string =>
  rows.map(({ rank, entrant, points }) => `${rank} ${entrant} ${points}`).join(', ');

const fran: Workout = { id: 'fran', measure: 'time' };
const lift: Workout = { id: 'lift', measure: 'load' };
const burpees: Workout = { id: 'burpees', measure: 'reps' };

describe('a leaderboard', () => {
  it('adds up places as the CrossFit Open does: 3rd, 11th and 3rd are 17', () => {
    const names = Array.from({ length: 12 }, (_item, index) => `p${index}`);
    const withPlace = (workout: string, place: number): Performance[] =>
      ['me', ...names].map((entrant) => {
        const index = names.indexOf(entrant);
        return result(workout, entrant, entrant === 'me' ? place : index + 1 < place ? index + 1 : index + 2);
      });
    const rows = board({
      workouts: ['a', 'b', 'c'].map((id) => ({ id, measure: 'lower' })),
      performances: [...withPlace('a', 3), ...withPlace('b', 11), ...withPlace('c', 3)],
    });
    expect(rows.find(({ entrant }) => entrant === 'me')).toMatchObject({ points: 17 });
  });

  it('puts the fastest, the heaviest and the most repetitions first, and shares places', () => {
    const rows = board({
      workouts: [fran, lift, burpees],
      performances: [
        result('fran', 'A', 180),
        result('fran', 'B', 200),
        result('fran', 'C', 200),
        result('fran', 'D', 300),
        result('lift', 'A', 90),
        result('lift', 'B', 120),
        result('lift', 'C', 100),
        result('lift', 'D', 100),
        result('burpees', 'A', 50),
        result('burpees', 'B', 50),
        result('burpees', 'C', 60),
        result('burpees', 'D', 10),
      ],
    });
    expect(rows.map(({ entrant, results }) => [entrant, ...results.map(({ place }) => place)])).toEqual([
      ['B', 2, 1, 2],
      ['C', 2, 2, 1],
      ['A', 1, 4, 2],
      ['D', 4, 2, 4],
    ]);
    expect(summary(rows)).toBe('1 B 5, 1 C 5, 3 A 7, 4 D 10');
  });

  it('puts those stopped by the cap behind every finisher, by their repetitions, and then those who did not finish', () => {
    const rows = board({
      workouts: [fran],
      performances: [
        result('fran', 'few', 0, { status: 'capped', value: 30 }),
        result('fran', 'many', 0, { status: 'capped', value: 44 }),
        result('fran', 'slow', 599),
        result('fran', 'out', 'dnf'),
        result('fran', 'quick', 240),
      ],
    });
    expect(summary(rows)).toBe('1 quick 1, 2 slow 2, 3 many 3, 4 few 4, 5 out 5');
  });

  it('breaks ties within a workout by its tie-break, lower or higher as the workout says', () => {
    const tied = (higherTieBreak: boolean) =>
      board({
        workouts: [{ ...burpees, higherTieBreak }],
        performances: [
          result('burpees', 'A', 100, { tieBreak: 61 }),
          result('burpees', 'B', 100, { tieBreak: 59 }),
          result('burpees', 'C', 100),
        ],
      }).map(({ rank, entrant }) => `${rank}${entrant}`);
    expect(tied(false)).toEqual(['1B', '2A', '3C']);
    expect(tied(true)).toEqual(['1A', '2B', '3C']);
  });

  it('shares the place of equal values only when their tie-breaks are equal too', () => {
    const places = (workout: Workout) =>
      board({
        workouts: [workout],
        performances: [
          result('burpees', 'A', 100, { tieBreak: 61 }),
          result('burpees', 'B', 100, { tieBreak: 59 }),
          result('burpees', 'C', 100),
          result('burpees', 'D', 100),
          result('burpees', 'E', 100, { tieBreak: 59 }),
        ],
      })
        .toSorted((a, b) => String(a.entrant).localeCompare(String(b.entrant)))
        .map(({ results }) => results[0]?.place);
    expect(places(burpees)).toEqual([3, 1, 4, 4, 1]);
    expect(places({ ...burpees, higherTieBreak: true })).toEqual([1, 2, 4, 4, 2]);
  });

  it('orders finished, capped, not finished and withdrawn, the last two among themselves not at all', () => {
    const statuses = ['finished', 'capped', 'dnf', 'wd'] as const;
    for (const [better, status] of statuses.entries()) {
      for (const [worse, other] of statuses.entries()) {
        const a: Performance = { entrant: 'A', workout: 'fran', status, value: 7, tieBreak: 1 };
        const b: Performance = { entrant: 'B', workout: 'fran', status: other, value: 5, tieBreak: 2 };
        const among = status === 'finished' ? 1 : status === 'capped' ? -1 : 0;
        expect(Math.sign(comparePerformances(fran, a, b))).toBe(better === worse ? among : Math.sign(better - worse));
      }
    }
  });

  it('gives points by a table, 0 for those who did not finish', () => {
    expect(evenTable(100, 5).slice(0, 3)).toEqual([100, 95, 90]);
    expect(evenTable(100, 5)).toHaveLength(21);
    const rows = board({
      workouts: [fran, lift],
      performances: [
        result('fran', 'A', 100),
        result('fran', 'B', 110),
        result('fran', 'C', 'dnf'),
        result('fran', 'D', 130),
        result('lift', 'A', 'dnf'),
        result('lift', 'B', 80),
        result('lift', 'C', 90),
        result('lift', 'D', 10),
      ],
      scoring: { by: 'table', points: [100, 94] },
    });
    expect(summary(rows)).toBe('1 B 188, 2 A 100, 2 C 100, 4 D 0');
  });

  it('adds up raw values, the smaller sum first for times', () => {
    const times = board({
      workouts: [fran, { id: 'row', measure: 'time' }],
      performances: [
        result('fran', 'A', 100),
        result('fran', 'B', 90),
        result('fran', 'C', 'dnf', { value: 30 }),
        result('row', 'A', 50),
        result('row', 'B', 70),
        result('row', 'C', 40),
      ],
      scoring: { by: 'sum', missing: 600 },
    });
    expect(summary(times)).toBe('1 A 150, 2 B 160, 3 C 640');
    const loads = board({
      workouts: [lift],
      performances: [result('lift', 'A', 100), result('lift', 'B', 120)],
      scoring: { by: 'sum', missing: 0 },
    });
    expect(summary(loads)).toBe('1 B 120, 2 A 100');
    const strokes = board({
      workouts: [{ id: 'golf', measure: 'lower' }],
      performances: [result('golf', 'A', 80), result('golf', 'B', 72)],
      scoring: { by: 'sum', missing: 99 },
    });
    expect(summary(strokes)).toBe('1 B 72, 2 A 80');
  });

  it('takes sums for equal that differ only by how fractions are added up', () => {
    const rows = board({
      workouts: [lift, { id: 'press', measure: 'load' }],
      performances: [
        result('lift', 'A', 0.1),
        result('press', 'A', 0.2),
        result('lift', 'B', 0.3),
        result('press', 'B', 0),
        result('lift', 'C', 0),
        result('press', 'C', 0),
      ],
      scoring: { by: 'sum', missing: 0 },
    });
    expect(rows.map(({ rank, entrant }) => `${rank}${entrant}`)).toEqual(['1A', '1B', '3C']);
  });

  it('counts back to the first place that one has more often, also when results are missing', () => {
    const ids = ['x', 'y', 'z'];
    const places = { A: [1, 3, 3], B: [1, 2, 4], C: [3, 1, 1], D: [4, 4, 2] };
    const rows = board({
      workouts: ids.map((id): Workout => ({ id, measure: 'lower' })),
      performances: Object.entries(places).flatMap(([entrant, values]) =>
        values.map((value, index) => result(ids[index] ?? '', entrant, value)),
      ),
    });
    expect(summary(rows)).toBe('1 C 5, 2 B 7, 3 A 7, 4 D 10');
    const oneIsMissing = board({
      workouts: [fran, lift],
      performances: [
        result('fran', 'A', 100),
        result('fran', 'B', 100),
        result('fran', 'C', 'dnf'),
        result('lift', 'A', 'dnf'),
        result('lift', 'B', 50),
        result('lift', 'C', 60),
      ],
      scoring: { by: 'table', points: [100] },
    });
    expect(summary(oneIsMissing)).toBe('1 B 100, 2 A 100, 2 C 100');
  });

  it.each([1, -1])('counts how often one has a place, in whatever order they are listed (%i)', (direction) => {
    const ids = ['x', 'y', 'z'];
    const places = Object.entries({ A: [1, 1, 4], B: [1, 2, 3], C: [3, 3, 1], D: [4, 4, 2] });
    const rows = board({
      workouts: ids.map((id): Workout => ({ id, measure: 'lower' })),
      performances: (direction === 1 ? places : places.toReversed()).flatMap(([entrant, values]) =>
        values.map((value, index) => result(ids[index] ?? '', entrant, value)),
      ),
    });
    expect(summary(rows)).toBe('1 A 6, 2 B 6, 3 C 7, 4 D 10');
  });

  it('decides between those who are tied by the first workout with a tie-break of each that tells them apart', () => {
    const tied = (second: Partial<Workout>, first: [number?, number?]) =>
      board({
        workouts: [
          { id: 'x', measure: 'lower' },
          { id: 'y', measure: 'lower', ...second },
        ],
        performances: [
          result('x', 'A', 1, first[0] === undefined ? {} : { tieBreak: first[0] }),
          result('x', 'B', 2, first[1] === undefined ? {} : { tieBreak: first[1] }),
          result('y', 'A', 2, { tieBreak: 3 }),
          result('y', 'B', 1, { tieBreak: 4 }),
        ],
      }).map(({ rank, entrant }) => `${rank}${entrant}`);
    expect(tied({}, [5])).toEqual(['1A', '2B']);
    expect(tied({ higherTieBreak: true }, [5])).toEqual(['1B', '2A']);
    expect(tied({ higherTieBreak: true }, [5, 5])).toEqual(['1B', '2A']);
    expect(tied({}, [6, 5])).toEqual(['1B', '2A']);
    expect(tied({ higherTieBreak: true }, [5, 6])).toEqual(['1A', '2B']);
  });

  it('counts back: more firsts, then more seconds, then a tie-break in one workout, else the rank is shared', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const workouts = ids.map((id): Workout => ({ id, measure: 'lower' }));
    const places = (entrant: string, values: number[], tieBreak?: number): Performance[] =>
      values.map((value, index) =>
        result(ids[index] ?? '', entrant, value, tieBreak === undefined ? {} : { tieBreak: tieBreak + value / 100 }),
      );
    const rows = board({
      workouts,
      performances: [...places('A', [2, 2, 2, 2]), ...places('B', [1, 3, 1, 3]), ...places('C', [3, 1, 3, 1])],
    });
    expect(rows.map(({ rank, entrant }) => `${rank}${entrant}`)).toEqual(['1B', '1C', '3A']);
    const split = board({
      workouts,
      performances: [...places('A', [2, 2, 2, 2], 1), ...places('B', [1, 3, 1, 3], 1), ...places('C', [3, 1, 3, 1], 0)],
    });
    expect(split.map(({ rank, entrant }) => `${rank}${entrant}`)).toEqual(['1C', '2B', '3A']);
  });

  it('puts who withdrew last, takes them out of later workouts and keeps what they did', () => {
    const rows = board({
      workouts: [fran, lift],
      performances: [
        result('fran', 'A', 100),
        result('fran', 'B', 110),
        result('lift', 'A', 'wd'),
        result('lift', 'B', 80),
      ],
    });
    expect(rows.map(({ rank, entrant, withdrawn }) => [rank, entrant, withdrawn])).toEqual([
      [1, 'B', false],
      [2, 'A', true],
    ]);
    expect(rows[1]?.results[0]).toMatchObject({ place: 1 });
  });

  it('marks rows with a result that is not verified, and leaves workouts to come out', () => {
    const rows = board({
      workouts: [fran, lift],
      performances: [result('fran', 'A', 100, { unofficial: true }), result('fran', 'B', 110)],
    });
    expect(summary(rows)).toBe('1 A 1, 2 B 2');
    expect(rows.map(({ unofficial }) => unofficial)).toEqual([true, false]);
    const out = board({ workouts: [fran], performances: [result('fran', 'A', 'dnf', { unofficial: true })] });
    expect(out[0]?.unofficial).toBe(false);
    expect(rows[0]?.results[1]).toEqual({ workout: 'lift', place: null, points: 0, performance: null });
  });

  it('has a board of its own for each division', () => {
    const boards = leaderboard({
      entrants: [{ id: 1, division: 'Rx' }, { id: 2, division: 'Scaled' }, { id: 3, division: 'Rx' }, { id: 4 }],
      workouts: [fran],
      performances: [1, 2, 3, 4].map((id) => ({ entrant: id, workout: 'fran', status: 'finished', value: 100 - id })),
      scoring: { by: 'places' },
    });
    expect(boards.map(({ division, rows }) => [division, rows.map(({ entrant, rank }) => [rank, entrant])])).toEqual([
      [
        'Rx',
        [
          [1, 3],
          [2, 1],
        ],
      ],
      ['Scaled', [[1, 2]]],
      [null, [[1, 4]]],
    ]);
  });

  it('I38: never improves a total by a worse result', () => {
    const scorings: Scoring[] = [
      { by: 'places' },
      { by: 'table', points: evenTable(100, 9) },
      { by: 'sum', missing: 1000 },
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        fc.constantFrom(...scorings),
        (count, rounds, seed, scoring) => {
          const random = seededRandom(seed);
          const workouts = Array.from({ length: rounds }, (_item, index): Workout => ({
            id: `w${index}`,
            measure: 'time',
          }));
          const entrants = Array.from({ length: count }, (_item, id) => ({ id }));
          const performances = workouts.flatMap(({ id: workout }) =>
            entrants.map(({ id: entrant }): Performance => {
              const roll = random.below(10);
              if (roll === 0) return { entrant, workout, status: 'dnf' };
              // Capped values are times of the cap when values are added up, so all are comparable.
              if (roll < 3 && scoring.by !== 'sum')
                return { entrant, workout, status: 'capped', value: random.below(5) };
              return { entrant, workout, status: 'finished', value: random.below(6) };
            }),
          );
          const at = random.below(performances.length);
          const worse = performances.map((performance, index): Performance => {
            if (index !== at) return performance;
            if (performance.status === 'finished')
              return { ...performance, value: (performance.value ?? 0) + 1 + random.below(4) };
            return { entrant: performance.entrant, workout: performance.workout, status: 'dnf' };
          });
          const who = performances[at]?.entrant;
          const row = (list: Performance[]) =>
            leaderboard({ entrants, workouts, performances: list, scoring })[0]?.rows.find(
              ({ entrant }) => entrant === who,
            );
          const [before, after] = [row(performances), row(worse)];
          const sign = scoring.by === 'table' ? -1 : 1;
          expect(sign * (after?.points ?? 0)).toBeGreaterThanOrEqual(sign * (before?.points ?? 0));
          expect(after?.rank ?? 0).toBeGreaterThanOrEqual(before?.rank ?? 0);
        },
      ),
      runs(400),
    );
  });

  it.each<[string, string, Partial<LeaderboardInput>]>([
    ['a stranger', 'unknown-entrant', { performances: [result('fran', 'X', 1)] }],
    ['an unknown workout', 'unknown-workout', { performances: [result('murph', 'A', 1)] }],
    ['two results', 'repeated-performance', { performances: [result('fran', 'A', 1), result('fran', 'A', 2)] }],
    [
      'a result without a number',
      'no-value',
      { performances: [{ entrant: 'A', workout: 'fran', status: 'finished' }] },
    ],
    [
      'a capped result that is no number',
      'no-value',
      { performances: [{ entrant: 'A', workout: 'fran', status: 'capped', value: Number.NaN }] },
    ],
    ['entrants listed twice', 'repeated-entrant', { entrants: [{ id: 'A' }, { id: 'A' }] }],
    ['a sum of times and loads', 'mixed-measures', { workouts: [fran, lift], scoring: { by: 'sum', missing: 0 } }],
  ])('refuses %s', (_what, code, input) => {
    expect(() =>
      leaderboard({ entrants: [{ id: 'A' }], workouts: [fran], performances: [], scoring: { by: 'places' }, ...input }),
    ).toThrow(refused(code));
  });
});
