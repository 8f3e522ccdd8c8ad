import { planSchedule, replan, type Job, type Placement, type ReplanInput } from '../../src/index.js';
import { openCourts, unit } from './instances.js';

const fewest = { move: 1, court: 0, shift: 0, end: 0 };

/** Matches of ten minutes, each of two people of its own; `b < a` comes after a. */
function matches(...texts: string[]): Job[] {
  return texts.map((text) => {
    const [id = '', after] = text.split(' < ');
    const people = [`${id}1`, `${id}2`];
    return { id, duration: 10 * unit, after: after === undefined ? [] : [after], people, stage: 1, round: 1 };
  });
}

/** `a 1 0`: match a on court 1 at minute 0. */
const places = (...texts: string[]): Placement[] =>
  texts.map((text) => {
    const [job = '', court, start] = text.split(' ');
    return { job, court: Number(court), start: Number(start) * unit, end: (Number(start) + 10) * unit };
  });

/** The moves as `a 1 0 -> 2 30`, `none` where there was or is no place. */
function movesOf(input: ReplanInput): string[] {
  const text = (place: Placement | null): string => (place ? `${place.court} ${place.start / unit}` : 'none');
  return replan(input).moved.map(({ job, from, to }) => `${job} ${text(from)} -> ${text(to)}`);
}

describe('a plan that is repaired', () => {
  it('puts a late match into a gap, and only what would be too late for the next ones further back', () => {
    const late: ReplanInput = {
      jobs: matches('a', 'b < a', 'c < b', 'd', 'e < c'),
      courts: openCourts(1),
      rules: { start: 0 },
      plan: places('a 1 0', 'b 1 10', 'c 1 20', 'd 1 30', 'e 1 40'),
      now: 15 * unit,
      progress: [{ job: 'a', court: 1, start: 0 }],
      weights: fewest,
    };
    expect(movesOf(late)).toEqual(['b 1 10 -> 1 15', 'c 1 20 -> 1 40', 'e 1 40 -> 1 50']);
    expect(replan(late)).toMatchObject({ cost: 3, forced: ['b'] });
  });

  it('pushes all that follows where that costs less: 30 for a move, 1 for a minute of it, 5 for one of the end', () => {
    const late: ReplanInput = {
      jobs: matches('a', 'b < a', 'c < b', 'd'),
      courts: openCourts(1),
      rules: { start: 0 },
      plan: places('a 1 0', 'b 1 10', 'c 1 20', 'd 1 30'),
      now: 15 * unit,
      progress: [{ job: 'a', court: 1, start: 0 }],
    };
    expect(movesOf(late)).toEqual(['b 1 10 -> 1 15', 'c 1 20 -> 1 25', 'd 1 30 -> 1 35']);
    expect(replan(late).cost).toBe(3 * 30 + 3 * 5 + 5 * 5);
  });

  it('costs 15 more to change the court', () => {
    const [first, second] = openCourts(2, 100 * unit);
    const lost: ReplanInput = {
      jobs: matches('a', 'b'),
      courts: [{ ...first!, open: [{ start: 0, end: 5 * unit }] }, second!],
      rules: { start: 0 },
      plan: places('a 1 0', 'b 2 10'),
      now: 0,
      progress: [],
    };
    expect(movesOf(lost)).toEqual(['a 1 0 -> 2 0']);
    expect(replan(lost).cost).toBe(30 + 15);
  });

  it('says what has no place any more, which costs more than anything', () => {
    const closed: ReplanInput = {
      jobs: matches('a', 'b'),
      courts: openCourts(1, 15 * unit),
      rules: { start: 0 },
      plan: places('a 1 0', 'b 1 10'),
      now: 0,
      progress: [],
    };
    expect(movesOf(closed)).toEqual(['b 1 10 -> none']);
    expect(replan(closed)).toMatchObject({ cost: 1e6, forced: ['b'] });
  });

  it('plans anew when that is the only way to place a new match, and puts back whatever can stay', () => {
    const input: ReplanInput = {
      jobs: matches('a', 'b', 'c', 'd', 'e', 'new'),
      courts: openCourts(2, 40 * unit),
      rules: { start: 0 },
      plan: places('a 1 0', 'b 1 15', 'c 1 30', 'd 2 5', 'e 2 22'),
      now: 0,
      progress: [],
    };
    const { moved, schedule } = replan(input);
    expect(schedule.unplaced).toEqual([]);
    // No gap is long enough, but one match less on court 2 makes one that is.
    expect(moved.map(({ job }) => job)).toEqual(['d', 'new']);
    expect(moved.filter(({ why }) => why.length === 0).map(({ job }) => job)).toEqual(['new']);
  });

  it('keeps the court and the time that were announced, where others come to be in between', () => {
    const input: ReplanInput = {
      jobs: matches('a', 'b', 'c'),
      courts: openCourts(2),
      rules: { start: 0 },
      plan: places('a 2 0', 'b 2 20', 'c 1 20'),
      now: 15 * unit,
      progress: [{ job: 'a', court: 2, start: 0 }],
    };
    expect(movesOf(input)).toEqual([]);
    // Until 25 at least: the next one on that court waits, or takes the other court where that is free.
    const later = { ...input, now: 25 * unit };
    expect(movesOf(later)).toEqual(['b 2 20 -> 2 25', 'c 1 20 -> 1 25']);
  });

  it('keeps the order that was announced, not that of the list', () => {
    const input: ReplanInput = {
      jobs: matches('a', 'x', 'y'),
      courts: openCourts(1),
      rules: { start: 0 },
      plan: places('a 1 0', 'x 1 20', 'y 1 10'),
      now: 25 * unit,
      progress: [{ job: 'a', court: 1, start: 0 }],
    };
    expect(movesOf(input)).toEqual(['x 1 20 -> 1 35', 'y 1 10 -> 1 25']);
  });

  it('forces nobody where one of two could stay, and whoever may not start yet', () => {
    const input: ReplanInput = {
      jobs: matches('a', 'b'),
      courts: openCourts(1),
      rules: { start: 0 },
      plan: places('a 1 0', 'b 1 5'),
      now: 0,
      progress: [],
    };
    expect(replan(input).forced).toEqual([]);
    expect(movesOf(input)).toEqual(['b 1 5 -> 1 10']);
    const [a, b] = matches('a', 'b');
    const early = { ...input, jobs: [a!, { ...b!, earliest: 30 * unit }] };
    expect(replan(early).forced).toEqual(['b']);
    expect(movesOf(early)).toEqual(['b 1 5 -> 1 30']);
  });

  it('leaves a locked match where it is locked, whatever the plan said', () => {
    const [a, b] = matches('a', 'b');
    const locked: ReplanInput = {
      jobs: [{ ...a!, lock: { court: 1, start: 20 * unit } }, b!],
      courts: openCourts(1),
      rules: { start: 0 },
      plan: places('a 1 0', 'b 1 25'),
      now: 0,
      progress: [],
      weights: fewest,
    };
    expect(movesOf(locked)).toEqual(['b 1 25 -> 1 30']);
    expect(replan(locked).forced).toEqual(['b']);
  });
});

describe('people of locked matches', () => {
  const plan = (duration: number, lockedAt = 20) => {
    const jobs: Job[] = [
      { ...matches('a')[0]!, people: ['ann', 'bob'], duration: duration * unit },
      { ...matches('b')[0]!, people: ['ann', 'cem'], lock: { court: 2, start: lockedAt * unit } },
    ];
    const { placements } = planSchedule({ jobs, courts: openCourts(2), rules: { start: 0, rest: 5 * unit } });
    return placements.find(({ job }) => job === 'a')!.start / unit;
  };

  it.each([
    ['before, if they can rest', 15, 20, 0],
    ['after, if they could not rest', 16, 20, 35],
    ['after a rest, when it is now', 15, 0, 15],
  ])('play other ones %s', (_what, duration, lockedAt, start) => {
    expect(plan(duration, lockedAt)).toBe(start);
  });
});

describe('people who may play in one draw', () => {
  const available = ['ann', 'bob', 'cem'].map((person) => ({ person, windows: [{ start: 0, end: 100 * unit }] }));
  const [open, sure] = matches('open', 'sure');
  const jobs = [
    { ...open!, people: [], potential: ['ann', 'bob'] },
    { ...sure!, people: ['ann', 'cem'] },
  ];

  it.each([[jobs], [jobs.toReversed()]])('are in nobody’s way until it is certain (%#)', (given) => {
    const { placements } = planSchedule({ jobs: given, courts: openCourts(2), rules: { start: 0, available } });
    expect(placements.map(({ start }) => start)).toEqual([0, 0]);
  });

  it('are in the way of matches in another draw', () => {
    const other = jobs.map((job, at): Job => Object.assign({}, job, { draw: `draw ${at}` }));
    const { placements } = planSchedule({ jobs: other, courts: openCourts(2), rules: { start: 0, available } });
    expect(placements.map(({ start }) => start / unit)).toEqual([0, 10]);
  });
});
