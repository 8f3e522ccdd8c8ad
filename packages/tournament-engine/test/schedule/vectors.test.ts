import { planSchedule, type Job } from '../../src/index.js';
import { shortestPlan } from './brute-force.js';
import { crowd, doubleKnockOut, knockOut, roundRobin } from './draws.js';
import { openCourts, unit } from './instances.js';

const draws: Record<string, Job[]> = {
  SE8: knockOut(crowd(8), { draw: 'main', duration: unit }),
  SE16: knockOut(crowd(16), { draw: 'main', duration: unit }),
  DE8: doubleKnockOut(crowd(8), { draw: 'main', duration: unit }),
  SE64: knockOut(crowd(64), { draw: 'main', duration: unit }),
  DE32: doubleKnockOut(crowd(32), { draw: 'main', duration: unit }),
};

/** Length of the shortest plan in slots, by number of courts. */
const published: [name: string, byCourts: Record<number, number>][] = [
  ['SE8', { 1: 7, 2: 4, 3: 4, 4: 3, 6: 3, 8: 3 }],
  ['SE16', { 1: 15, 2: 8, 3: 6, 4: 5, 6: 5, 8: 4 }],
  ['DE8', { 1: 15, 2: 9, 3: 8, 4: 7, 6: 7, 8: 7 }],
  ['SE64', { 1: 63, 2: 32, 3: 22, 4: 17, 6: 13, 8: 10 }],
  ['DE32', { 1: 63, 2: 33, 3: 24, 4: 19, 6: 15, 8: 13 }],
];

describe('I36: brackets of equal matches without rest', () => {
  const vectors = published.flatMap(([name, byCourts]) =>
    Object.entries(byCourts).map(([courts, slots]): [string, number, number] => [name, Number(courts), slots]),
  );

  it.each(vectors)('%s on %i courts takes %i slots', (name, courts, slots) => {
    const { end } = planSchedule({ jobs: draws[name] ?? [], courts: openCourts(courts), rules: { start: 0 } });
    expect(end / unit).toBe(slots);
  });

  it.each(vectors.filter(([name]) => name !== 'SE8' && name !== 'SE16' && name !== 'DE8'))(
    '%s on %i courts has the bound %i',
    (name, courts, slots) => {
      const { bound } = planSchedule({ jobs: draws[name] ?? [], courts: openCourts(courts), rules: { start: 0 } });
      expect(bound.end / unit).toBe(slots);
    },
  );

  it.each(['SE8', 'DE8'].flatMap((name) => [1, 2, 3, 4, 5, 6, 7, 8].map((courts): [string, number] => [name, courts])))(
    '%s on %i courts is as short as the best of all plans',
    (name, courts) => {
      const jobs = draws[name] ?? [];
      const { end } = planSchedule({ jobs, courts: openCourts(courts), rules: { start: 0 } });
      expect(end / unit).toBe(shortestPlan(jobs, courts));
    },
  );
});

describe('I36: round robin', () => {
  /** Everybody's matches with their rests, and as many matches at once as there are courts and pairs. */
  function boundFor(people: number, courts: number, duration: number, rest: number): number {
    const matches = (people * (people - 1)) / 2;
    return Math.max(
      Math.ceil(matches / Math.min(courts, Math.floor(people / 2))) * duration,
      (people - 1) * duration + (people - 2) * rest,
    );
  }

  it.each(
    [4, 5, 6, 7, 8, 12].flatMap((people) =>
      [1, 2, 4, 6].flatMap((courts) => [0, 1, 2].map((rest) => [people, courts, rest] as const)),
    ),
  )('of %i people on %i courts with rest %i has at least the published bound', (people, courts, rest) => {
    const jobs = roundRobin(crowd(people), { draw: 'main', duration: 2 * unit });
    const { bound, end } = planSchedule({ jobs, courts: openCourts(courts), rules: { start: 0, rest: rest * unit } });
    expect(bound.end / unit).toBeGreaterThanOrEqual(boundFor(people, courts, 2, rest));
    expect(end).toBeGreaterThanOrEqual(bound.end);
  });

  it.each([4, 6, 8, 12, 5, 9])('of %i people without rest on enough courts has no slack', (people) => {
    const jobs = roundRobin(crowd(people), { draw: 'main', duration: unit });
    const { end } = planSchedule({ jobs, courts: openCourts(people), rules: { start: 0 } });
    expect(end / unit).toBe(people % 2 === 0 ? people - 1 : people);
  });
});
