import * as fc from 'fast-check';
import {
  conflictsIn,
  planSchedule,
  replan,
  type Placement,
  type Progress,
  type ReplanInput,
  type ScheduleInput,
} from '../../src/index.js';
import { faultsIn } from './check.js';
import { crowd, knockOut } from './draws.js';
import { instance, openCourts, unit } from './instances.js';
import { runs } from '../runs.js';
import { refused } from '../support.js';

/** What has begun by `now` if everything goes by the plan, but one match takes longer. */
function progressAt(plan: readonly Placement[], now: number, late: number, extra: number): Progress[] {
  return plan
    .filter(({ start }) => start < now)
    .map(({ job, court, start, end }, at) => {
      const ended = end + (at === late ? extra : 0);
      return ended <= now ? { job, court, start, end: ended } : { job, court, start };
    });
}

const disruption = fc.record({
  now: fc.integer({ min: 0, max: 150 }),
  late: fc.nat(20),
  extra: fc.integer({ min: 0, max: 30 }),
  lostCourt: fc.boolean(),
});

function disrupted(
  input: ScheduleInput,
  plan: readonly Placement[],
  { now, late, extra, lostCourt }: { now: number; late: number; extra: number; lostCourt: boolean },
): ReplanInput {
  const time = now * unit;
  const courts = input.courts.map((court, at) => {
    if (!lostCourt || at > 0) return court;
    const open = court.open.flatMap(({ start, end }) => (start < time ? [{ start, end: Math.min(end, time) }] : []));
    return { ...court, open };
  });
  return { ...input, courts, plan, now: time, progress: progressAt(plan, time, late, extra * unit) };
}

describe('planning again from now on', () => {
  it('I33 I34 I35 I37: leaves what has begun where it is and the rest without conflicts', () => {
    fc.assert(
      fc.property(instance, disruption, (input, trouble) => {
        const { placements } = planSchedule(input);
        const again = disrupted(input, placements, trouble);
        const { schedule } = replan(again);
        const byJob = new Map(schedule.placements.map((place) => [place.job, place]));
        for (const { job, court, start } of again.progress) expect(byJob.get(job)).toMatchObject({ court, start });
        const begun = new Set(again.progress.map(({ job }) => job));
        const isFixed = (fault: string): boolean =>
          fault
            .split(' ')
            .slice(1)
            .every((job) => begun.has(job));
        const rules = { ...input.rules, start: again.now };
        // What was played is what it is; it can only be wrong among itself.
        expect(faultsIn({ ...again, rules }, schedule.placements).filter((fault) => !isFixed(fault))).toEqual([]);
        expect(schedule.placements.length + schedule.unplaced.length).toBe(input.jobs.length);
      }),
      runs(40, 10),
    );
  });

  it('changes nothing while everything goes by the plan', () => {
    fc.assert(
      fc.property(instance, fc.integer({ min: 0, max: 150 }), (input, now) => {
        const { placements } = planSchedule(input);
        const { moved, forced, cost, schedule } = replan(
          disrupted(input, placements, { now, late: 0, extra: 0, lostCourt: false }),
        );
        const places = new Set(placements.map(({ job }) => job));
        expect(moved.filter(({ job }) => places.has(job))).toEqual([]);
        expect(forced).toEqual([]);
        expect(cost).toBe(1e6 * schedule.unplaced.length);
      }),
      runs(40, 10),
    );
  });

  it('moves what it must, and nothing that could stay: every move says what is in the way of the old place', () => {
    fc.assert(
      fc.property(instance, disruption, (input, trouble) => {
        const { placements } = planSchedule(input);
        const { moved, forced } = replan(disrupted(input, placements, trouble));
        const jobs = moved.map(({ job }) => job);
        expect(jobs).toEqual(expect.arrayContaining(forced));
        for (const { from, why } of moved) expect(from === null || why.length > 0).toBe(true);
      }),
      runs(40, 10),
    );
  });

  const plan: Placement[] = [
    { job: 'main/1.1', court: 1, start: 0, end: 10 * unit },
    { job: 'main/1.2', court: 2, start: 0, end: 10 * unit },
    { job: 'main/2.1', court: 1, start: 30 * unit, end: 40 * unit },
  ];
  const jobs = knockOut(crowd(4), { draw: 'main', duration: 10 * unit });
  const input: ScheduleInput = { jobs, courts: openCourts(2, 100 * unit), rules: { start: 0, rest: 5 * unit } };

  it('takes a small delay without a change', () => {
    const progress = [{ job: 'main/1.1', court: 1, start: 0 }];
    const { moved } = replan({
      ...input,
      plan,
      now: 20 * unit,
      progress: [...progress, { job: 'main/1.2', court: 2, start: 0, end: 9 * unit }],
    });
    expect(moved).toEqual([]);
  });

  it('pushes a match as far as its feeder and the rest demand', () => {
    const progress = [
      { job: 'main/1.1', court: 1, start: 0 },
      { job: 'main/1.2', court: 2, start: 0, end: 9 * unit },
    ];
    const { moved, forced, schedule } = replan({ ...input, plan, now: 32 * unit, progress });
    expect(moved).toEqual([
      {
        job: 'main/2.1',
        from: plan[2],
        to: { job: 'main/2.1', court: 1, start: 37 * unit, end: 47 * unit },
        why: expect.arrayContaining([{ kind: 'order', jobs: ['main/1.1', 'main/2.1'], missing: 7 * unit }]),
      },
    ]);
    expect(forced).toEqual(['main/2.1']);
    expect(schedule.end).toBe(47 * unit);
  });

  it('what if a court is lost: takes another one at the same time', () => {
    const courts = [{ id: 1, open: [{ start: 0, end: 25 * unit }] }, ...openCourts(2, 100 * unit).slice(1)];
    const { moved } = replan({ ...input, courts, plan, now: 0, progress: [] });
    expect(moved.map(({ job, to }) => [job, to?.court, to?.start])).toEqual([['main/2.1', 2, 30 * unit]]);
  });

  it('goes by the weights: a match among many others waits for a gap, or pushes them', () => {
    const many = crowd(8).map((name, at) => ({
      id: `m${at}`,
      duration: 10 * unit,
      after: [],
      people: [name],
      stage: 1,
      round: 1,
    }));
    const places = many.map(({ id }, at): Placement => ({
      job: id,
      court: 1,
      start: at * 10 * unit,
      end: (at + 1) * 10 * unit,
    }));
    const again = {
      jobs: many,
      courts: openCourts(1, 1000 * unit),
      rules: { start: 0 },
      plan: places,
      now: 11 * unit,
      progress: [{ job: 'm0', court: 1, start: 0, end: 11 * unit }],
    };
    const fewest = replan({ ...again, weights: { move: 1, court: 0, shift: 0, end: 0 } });
    expect(fewest.moved.map(({ job, to }) => [job, to?.start])).toEqual([['m1', 80 * unit]]);
    const shortest = replan({ ...again, weights: { move: 1, court: 1, shift: 1, end: 5 } });
    expect(shortest.moved.map(({ job, to }) => [job, to?.start])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((at) => [`m${at}`, (at * 10 + 1) * unit]),
    );
  });

  it('finds a place for new matches without moving the others', () => {
    const added = knockOut(crowd(2, 'x'), { draw: 'new', duration: 10 * unit });
    const { moved, schedule } = replan({ ...input, jobs: [...jobs, ...added], plan, now: 0, progress: [] });
    expect(moved).toEqual([
      { job: 'new/1.1', from: null, to: { job: 'new/1.1', court: 1, start: 10 * unit, end: 20 * unit }, why: [] },
    ]);
    expect(conflictsIn({ ...input, jobs: [...jobs, ...added] }, schedule.placements)).toEqual([]);
  });

  it('forgets a lock that was missed, and what is planned for jobs that are gone', () => {
    const locked = structuredClone(jobs);
    for (const job of locked) if (job.id === 'main/2.1') job.lock = { court: 1, start: 30 * unit };
    const { schedule, moved } = replan({
      ...input,
      jobs: locked,
      plan: [...plan, { job: 'gone', court: 1, start: 0, end: unit }],
      now: 50 * unit,
      progress: [
        { job: 'main/1.1', court: 1, start: 0, end: 1 },
        { job: 'main/1.2', court: 9, start: 0, end: 1 },
      ],
    });
    expect(schedule.placements.find(({ job }) => job === 'main/2.1')?.start).toBe(50 * unit);
    expect(moved.map(({ job }) => job)).toEqual(['main/2.1']);
  });

  it('refuses weights below 0', () => {
    const weights = { move: -1, court: 0, shift: 0, end: 0 };
    expect(() => replan({ ...input, plan, now: 0, progress: [], weights })).toThrow(refused('bad-schedule'));
  });
});
