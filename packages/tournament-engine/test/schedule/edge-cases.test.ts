import { planSchedule, replan, type Job, type ScheduleInput } from '../../src/index.js';
import { crowd, knockOut, roundRobin } from './draws.js';
import { openCourts, unit } from './instances.js';

const match: Job = { id: 'a', duration: 10 * unit, after: [], people: ['ann', 'bob'], stage: 1, round: 1 };

function plan(jobs: Job[], more: Partial<ScheduleInput> = {}): ReturnType<typeof planSchedule> {
  return planSchedule({ jobs, courts: openCourts(1, 100 * unit), rules: { start: 0 }, ...more });
}

describe('a planned schedule', () => {
  it('is empty without jobs', () => {
    const nothing = { placements: [], unplaced: [], end: 0, bound: { end: 0, by: 'start' } };
    expect(plan([])).toMatchObject(nothing);
    const input = { jobs: [], courts: openCourts(1), rules: { start: 0 }, plan: [], now: 0, progress: [] };
    expect(replan(input)).toMatchObject({ schedule: nothing, moved: [], forced: [], cost: 0 });
  });

  it.each<[string, Job[], Partial<ScheduleInput>, Record<string, string>]>([
    ['no court', [match], { courts: [] }, { a: 'no-court' }],
    ['no court with what is needed', [{ ...match, needs: ['centre'] }], {}, { a: 'no-court' }],
    ['courts that are never open long enough', [{ ...match, duration: 101 * unit }], {}, { a: 'no-court' }],
    [
      'people who are never there together',
      [match],
      {
        rules: {
          start: 0,
          available: [
            { person: 'ann', windows: [{ start: 0, end: 15 * unit }] },
            { person: 'bob', windows: [{ start: 6 * unit, end: 90 * unit }] },
          ],
        },
      },
      { a: 'people' },
    ],
    [
      'no time before a locked match, and says so for what follows, too',
      [
        { ...match, earliest: 15 * unit },
        { ...match, id: 'b', after: ['a'] },
        { ...match, id: 'c', after: ['a'], lock: { court: 1, start: 20 * unit } },
      ],
      {},
      { a: 'lock', b: 'feeder' },
    ],
  ])('names a match without a place for %s', (_what, jobs, more, expected) => {
    const { unplaced } = plan(jobs, more);
    expect(Object.fromEntries(unplaced.map(({ job, why }) => [job, why]))).toEqual(expected);
  });

  it('keeps a court that few can use for those who need it', () => {
    const jobs = [match, { ...match, id: 'b', people: ['cem', 'dot'], needs: ['centre'] }];
    const courts = [
      { ...openCourts(1, 100 * unit)[0], id: 'centre', has: ['centre'], open: [{ start: 0, end: unit * 100 }] },
      ...openCourts(1),
    ];
    expect(plan(jobs, { courts }).placements.map(({ court, start }) => [court, start])).toEqual([
      [1, 0],
      ['centre', 0],
    ]);
  });

  it('plays every match on a court that it may have', () => {
    const jobs = [2, 1, 3].map((court): Job =>
      Object.assign({}, match, { id: `${court}`, people: [], courts: [court] }),
    );
    const { placements } = plan(jobs, { courts: openCourts(3) });
    expect(placements.map(({ court, start }) => [court, start])).toEqual([
      [2, 0],
      [1, 0],
      [3, 0],
    ]);
  });

  it('lets the matches go first that lead to a locked one', () => {
    const jobs = [
      match,
      { ...match, id: 'b', people: ['cem', 'dot'] },
      { ...match, id: 'c', people: [], after: ['b'], lock: { court: 1, start: 10 * unit } },
    ];
    const { placements } = plan(jobs);
    expect(placements.map(({ start }) => start / unit)).toEqual([20, 0, 10]);
  });

  it('lets those play first who have to leave', () => {
    const jobs = [match, { ...match, id: 'b', people: ['cem', 'dot'] }];
    const available = [{ person: 'dot', windows: [{ start: 0, end: 12 * unit }] }];
    expect(plan(jobs, { rules: { start: 0, available } }).placements.map(({ start }) => start / unit)).toEqual([10, 0]);
  });

  it('counts a locked match among those of its day, and what comes before and after it', () => {
    const rounds = knockOut(crowd(16), { draw: 'main', duration: 10 * unit });
    const locked = rounds.find(({ id }) => id === 'main/3.1');
    if (locked) locked.lock = { court: 1, start: 50 * unit };
    const day = { start: 0, end: 100 * unit };
    const { unplaced } = plan(rounds, { courts: openCourts(8), rules: { start: 0, perDay: 3, days: [day] } });
    expect(unplaced).toEqual([]);
    const { placements } = plan(rounds, {
      courts: openCourts(8, 100 * unit),
      rules: { start: 0, perDay: 3, days: [day] },
    });
    expect(placements.map(({ job }) => job)).not.toContain('main/4.1');
  });

  it('goes on the next morning with what does not fit before closing time', () => {
    const open = [0, 100, 200].map((start) => ({ start: start * unit, end: (start + 25) * unit }));
    const { placements, bound } = plan(roundRobin(crowd(4), { draw: 'main', duration: 10 * unit }), {
      courts: [{ id: 1, open }],
    });
    expect(placements.map(({ start }) => start / unit)).toEqual([0, 10, 100, 110, 200, 210]);
    expect(bound).toEqual({ end: 220 * unit, by: 'courts' });
  });

  it('reports how courts are used and how long everybody waits', () => {
    const { courts, people } = plan(roundRobin(crowd(3), { draw: 'main', duration: 10 * unit }), {
      rules: { start: 0, rest: 5 * unit },
    });
    expect(courts).toEqual([{ court: 1, matches: 3, busy: 30 * unit, open: 40 * unit }]);
    const gaps = people.map(({ person, matches, shortestGap, longestGap }) => [
      person,
      matches,
      shortestGap,
      longestGap,
    ]);
    expect(gaps).toHaveLength(3);
    for (const [, matches, shortest] of gaps) expect([matches, Number(shortest) >= 5 * unit]).toEqual([2, true]);
  });

  it.each([
    ['chain', knockOut(crowd(8), { draw: 'main', duration: unit }), 8, 0],
    ['courts', knockOut(crowd(8), { draw: 'main', duration: unit }), 2, 0],
    ['people', roundRobin(crowd(5), { draw: 'main', duration: unit }), 8, 1],
  ])('says that its bound is due to %s', (by, jobs, courts, rest) => {
    expect(plan(jobs, { courts: openCourts(courts), rules: { start: 0, rest: rest * unit } }).bound.by).toBe(by);
  });
});
