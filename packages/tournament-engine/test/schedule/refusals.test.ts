import { conflictsIn, planSchedule, replan, type Job, type ScheduleInput } from '../../src/index.js';
import { openCourts } from './instances.js';

const job: Job = { id: 'a', duration: 10, after: [], people: ['ann', 'bob'], stage: 1, round: 1 };
const place = { job: 'a', court: 1, start: 0, end: 10 };

const input = (more: Partial<ScheduleInput> = {}): ScheduleInput => ({
  jobs: [job],
  courts: openCourts(1, 100),
  rules: { start: 0 },
  ...more,
});
const plan = (more: Partial<ScheduleInput>) => () => planSchedule(input(more));
const planned = (...jobs: Partial<Job>[]) => plan({ jobs: jobs.map((more) => Object.assign({}, job, more)) });
const ruled = (rules: Partial<ScheduleInput['rules']>) => plan({ rules: { start: 0, ...rules } });
const placed =
  (...placements: (typeof place)[]) =>
  () =>
    conflictsIn(input(), placements);
const weighed = (more: object) => () =>
  replan({
    ...input(),
    plan: [],
    now: 0,
    progress: [],
    weights: { move: 0, court: 0, shift: 0, end: 0, ...more },
  });

describe('a schedule is refused', () => {
  it.each<[string, () => unknown]>([
    ['There is no job x.', placed({ ...place, job: 'x' })],
    ['Job a is on court 7, which does not exist.', placed({ ...place, court: 7 })],
    ['Job a is placed twice.', placed(place, { ...place, start: 20, end: 30 })],
    ['The placement of job a does not end after its start.', placed({ ...place, end: -1 })],
    ['The placement of job a does not end after its start.', placed({ ...place, start: 0.5 })],
    ['The placement of job a does not end after its start.', placed({ ...place, end: 9.5 })],
    ['There is no job x.', planned({ after: ['x'] })],
    ['Job a would have to come after itself.', planned({ after: ['b'] }, { id: 'b', after: ['a'] })],
    ['Job b would have to come after itself.', planned({}, { id: 'b', after: ['b'] })],
    ['Two jobs have the same id.', planned({}, {})],
    ['Two courts have the same id.', plan({ courts: [...openCourts(1), ...openCourts(1)] })],
    ['The length of job a is not a whole number of milliseconds.', planned({ duration: -1 })],
    ['The length of job a is not a whole number of milliseconds.', planned({ duration: 1.5 })],
    ['Job a takes a court for no time.', planned({ duration: 0 })],
    ['The rest after job a is not a whole number of milliseconds.', planned({ rest: Number.NaN })],
    ['The rest after job a is not a whole number of milliseconds.', planned({ rest: -1 })],
    ['The rest of the rules is not a whole number of milliseconds.', ruled({ rest: -1 })],
    ['Job a has no proper earliest start.', planned({ earliest: 0.5 })],
    ['Job a must be locked with a court.', planned({ lock: { start: 0 } })],
    ['Job a must be locked without a court.', planned({ offCourt: true, lock: { start: 0, court: 1 } })],
    ['Job a is locked to no time.', planned({ lock: { start: Number.NaN, court: 1 } })],
    ['Job a names court 9, which does not exist.', planned({ lock: { start: 0, court: 9 } })],
    ['Job a names court 9, which does not exist.', planned({ courts: [9] })],
    ['A window of court 1 does not end after its start.', plan({ courts: [{ id: 1, open: [{ start: 2, end: 1 }] }] })],
    ['A window of court 1 does not end after its start.', plan({ courts: [{ id: 1, open: [{ start: 1, end: 1 }] }] })],
    [
      'A window of court 1 does not end after its start.',
      plan({ courts: [{ id: 1, open: [{ start: 0.5, end: 1 }] }] }),
    ],
    [
      'A window of court 1 does not end after its start.',
      plan({ courts: [{ id: 1, open: [{ start: 0, end: Infinity }] }] }),
    ],
    ['A window of the days does not end after its start.', ruled({ days: [{ start: 2, end: 1 }] })],
    [
      'A window of person ann does not end after its start.',
      ruled({ available: [{ person: 'ann', windows: [{ start: 2, end: 1 }] }] }),
    ],
    [
      'The times of person ann are there twice.',
      ruled({
        available: [
          { person: 'ann', windows: [] },
          { person: 'ann', windows: [] },
        ],
      }),
    ],
    ['A limit per day needs the days.', ruled({ perDay: 2 })],
    ['A limit per day needs the days.', ruled({ perDay: 2, days: [] })],
    ['The matches per day must be at least one.', ruled({ perDay: 0, days: [{ start: 0, end: 1 }] })],
    ['The matches per day must be at least one.', ruled({ perDay: 1.5, days: [{ start: 0, end: 1 }] })],
    ['The schedule has no start.', ruled({ start: Number.NaN })],
    ['The weight move is not a number from 0 on.', weighed({ move: -1 })],
    ['The weight end is not a number from 0 on.', weighed({ end: Infinity })],
  ])('with the words: %s', (message, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'bad-schedule', message }));
  });

  it.each<[string, () => unknown]>([
    ['a limit of one match per day', ruled({ perDay: 1, days: [{ start: 0, end: 1 }] })],
    ['no rest', planned({ rest: 0 })],
    ['no time and no court', planned({ duration: 0, offCourt: true })],
    ['a lock without a court where none is needed', planned({ offCourt: true, lock: { start: 0 } })],
    ['weights of nothing', weighed({})],
    ['a placement of no time', placed({ ...place, end: 0 })],
  ])('not for %s', (_what, act) => {
    expect(act).not.toThrow();
  });
});
