import { leaderboard, type Performance, type Workout } from '../../src/index.js';

describe('a leaderboard', () => {
  it('ranks 10,000 entrants in five workouts', () => {
    const count = 10_000;
    const entrants = Array.from({ length: count }, (_entrant, index) => ({ id: index + 1 }));
    const workouts = [1, 2, 3, 4, 5].map((id): Workout => ({ id: String(id), measure: 'time' }));
    // The number is prime to the count: everybody has another value, and so another place, in each workout.
    const placeIn = (id: number, workout: number): number => ((id * 7919 * workout + workout) % 10_007) + 1;
    const performances = entrants.flatMap(({ id }) =>
      workouts.map((workout): Performance => {
        return { entrant: id, workout: workout.id, status: 'finished', value: placeIn(id, Number(workout.id)) };
      }),
    );
    const [board] = leaderboard({ entrants, workouts, performances, scoring: { by: 'places' } });
    const rows = board?.rows ?? [];
    expect(rows.map(({ entrant }) => entrant).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      entrants.map(({ id }) => id),
    );
    const key = ({ points, results }: (typeof rows)[number]): string =>
      [points, ...results.map(({ place }) => place ?? 0).toSorted((a, b) => a - b)]
        .map((value) => String(value).padStart(6, '0'))
        .join();
    const keys = rows.map(key);
    expect(keys).toEqual(keys.toSorted());
    const firstWith = new Map(keys.map((one, index) => [one, index + 1] as const).toReversed());
    expect(rows.map(({ rank }) => rank)).toEqual(keys.map((one) => firstWith.get(one)));
  });
});
