import * as fc from 'fast-check';
import {
  atPace,
  estimate,
  pacesOf,
  planSchedule,
  type EstimateInput,
  type Job,
  type Placement,
  type Progress,
} from '../../src/index.js';
import { crowd, knockOut } from './draws.js';
import { instance, openCourts, unit } from './instances.js';

const jobs = knockOut(crowd(4), { draw: 'main', duration: 10 * unit });
const plan: Placement[] = [
  { job: 'main/1.1', court: 1, start: 0, end: 10 * unit },
  { job: 'main/1.2', court: 1, start: 10 * unit, end: 20 * unit },
  { job: 'main/2.1', court: 1, start: 30 * unit, end: 40 * unit },
];
const input: EstimateInput = {
  jobs,
  courts: openCourts(1),
  rules: { start: 0, rest: 5 * unit },
  plan,
  now: 0,
  progress: [],
};

describe('expected starts', () => {
  it('are the planned ones before anything was played', () => {
    fc.assert(
      fc.property(instance, (given) => {
        const { placements } = planSchedule(given);
        const { matches } = estimate({ ...given, plan: placements, now: 0, progress: [] });
        expect(matches.map(({ job, court, start, end }) => ({ job, court, start, end }))).toEqual(
          expect.arrayContaining(placements),
        );
        expect(matches.every(({ late }) => late === 0)).toBe(true);
      }),
    );
  });

  it('come later by what a court, a feeder and the rest of people are late', () => {
    const progress = [{ job: 'main/1.1', court: 1, start: 0 }];
    const { matches } = estimate({ ...input, now: 22 * unit, progress });
    expect(matches.map(({ job, start, late }) => [job, start / unit, late / unit])).toEqual([
      ['main/1.1', 0, 0],
      ['main/1.2', 22, 12],
      ['main/2.1', 37, 7],
    ]);
  });

  it.each([
    [false, 30],
    [true, 19],
  ])('are earlier than planned only if matches may be called early (%p)', (early, start) => {
    const progress = [
      { job: 'main/1.1', court: 1, start: 0, end: 6 * unit },
      { job: 'main/1.2', court: 1, start: 6 * unit, end: 14 * unit },
    ];
    const { matches } = estimate({ ...input, now: 14 * unit, progress, early });
    expect(matches.at(-1)?.start).toBe(start * unit);
  });

  it('tell everybody the next match, and the next one they may reach', () => {
    const progress = [{ job: 'main/1.1', court: 1, start: 0 }];
    const { people } = estimate({ ...input, now: unit, progress });
    const final = { job: 'main/2.1', start: 30 * unit };
    expect(people).toContainEqual({ person: 'p1', certain: null, possible: final });
    expect(people).toContainEqual({ person: 'p3', certain: { job: 'main/1.2', start: 10 * unit }, possible: null });
  });

  it('learn the pace of each stage, and hardly from a few odd matches', () => {
    const many = crowd(9).map((name, at) => ({
      id: at,
      duration: 10 * unit,
      after: [],
      people: [name],
      stage: at < 8 ? 1 : 2,
      round: 1,
    }));
    const took = (minutes: number[]): number =>
      pacesOf(
        many,
        minutes.map((length, at) => ({ job: at, court: 1, start: 0, end: length * unit })),
      )[0]?.factor ?? 0;
    expect(took([])).toBe(1);
    expect(took([60])).toBe(1);
    expect(took([12, 12, 12, 12])).toBe(1.2);
    expect(took([12, 12, 12, 12, 12, 12, 2, 600])).toBe(1.2);
    expect(pacesOf(many, [])).toEqual([
      { draw: 'main', stage: 1, matches: 0, factor: 1 },
      { draw: 'main', stage: 2, matches: 0, factor: 1 },
    ]);
  });

  it('use that pace for what is still to be played', () => {
    const many = crowd(6).map((name, at) => ({
      id: at,
      duration: 10 * unit,
      after: [],
      people: [name],
      stage: 1,
      round: 1,
    }));
    const places = many.map(({ id }): Placement => ({
      job: id,
      court: 1,
      start: id * 10 * unit,
      end: (id + 1) * 10 * unit,
    }));
    const progress = [0, 1, 2, 3].map((job) => ({ job, court: 1, start: job * 12 * unit, end: (job + 1) * 12 * unit }));
    const { matches } = estimate({
      jobs: many,
      courts: openCourts(1),
      rules: { start: 0 },
      plan: places,
      now: 48 * unit,
      progress,
    });
    expect(matches.slice(4).map(({ start, end }) => [start / unit, end / unit])).toEqual([
      [48, 60],
      [60, 72],
    ]);
  });

  it('learn nothing from matches that go on, took no time or are not planned', () => {
    const ended = { job: 'main/1.1', court: 1, start: 40 * unit, end: 60 * unit };
    const paces = (...progress: Progress[]) => pacesOf(jobs, progress);
    // The plan counts like three matches, so one that took twice as long changes nothing, and three make the middle.
    const median = (factors: number[]) =>
      paces(...factors.map((factor) => ({ ...ended, end: (40 + 10 * factor) * unit })));
    expect(median([2])).toEqual([{ draw: 'main', stage: 1, matches: 1, factor: 1 }]);
    expect(median([2, 3, 4])).toEqual([{ draw: 'main', stage: 1, matches: 3, factor: 1.5 }]);
    expect(median([4, 2, 3, 3])).toEqual([{ draw: 'main', stage: 1, matches: 4, factor: 2 }]);
    const { end: _open, ...running } = ended;
    const ignored = [running, { ...ended, end: ended.start }, { ...ended, end: 0 }, { ...ended, job: 'gone' }];
    expect(paces(...ignored)).toEqual([{ draw: 'main', stage: 1, matches: 0, factor: 1 }]);
    const pause: Job = { ...jobs[0]!, id: 'pause', duration: 0, offCourt: true };
    expect(pacesOf([pause], [{ ...ended, job: 'pause' }])).toEqual([{ draw: 'main', stage: 1, matches: 0, factor: 1 }]);
  });

  it('use the pace of the stage and draw that a match is in', () => {
    const stages = ['a 1', 'a 2', 'b 1'].map((text, at) => {
      const [draw = '', stage] = text.split(' ');
      return Object.assign({}, jobs[0], { id: text, draw, stage: Number(stage), people: [`p${at}`], duration: 10 });
    });
    const pace = (draw: string, stage: number, factor: number) => ({ draw, stage, matches: 9, factor });
    const paces = [pace('a', 1, 2), pace('a', 2, 3), pace('b', 1, 4)];
    expect(stages.map((job) => atPace(job, paces).duration)).toEqual([20, 30, 40]);
    expect(atPace(stages[2]!, paces.slice(0, 2))).toBe(stages[2]);
    expect(atPace({ ...stages[0]!, duration: 0 }, paces).duration).toBe(0);
    expect(atPace({ ...stages[0]!, duration: 1 }, [pace('a', 1, 0.1)]).duration).toBe(1);
  });

  it('count a match that goes on as long as its job says, and one without a court or of no time for nobody’s court', () => {
    const begun = [
      { job: 'main/1.1', court: 1, start: 0 },
      { job: 'main/1.2', court: null, start: unit, end: unit },
    ];
    const { matches } = estimate({ ...input, now: 3 * unit, progress: begun });
    expect(matches.map(({ job, court, start, end }) => [job, court, start / unit, end / unit])).toEqual([
      ['main/1.1', 1, 0, 10],
      ['main/1.2', null, 1, 1],
      ['main/2.1', 1, 30, 40],
    ]);
  });

  it('keep a lock that is now', () => {
    const [first, second, final] = jobs;
    const locked = [first!, { ...second!, lock: { court: 1, start: 12 * unit } }, final!];
    const starts = (now: number) =>
      estimate({ ...input, jobs: locked, plan: plan.slice(0, 1), now, progress: [] }).matches.map(({ job }) => job);
    expect(starts(12 * unit)).toContain('main/1.2');
    expect(starts(13 * unit)).not.toContain('main/1.2');
  });
});
