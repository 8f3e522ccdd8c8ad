import * as fc from 'fast-check';
import {
  conflictsIn,
  planSchedule,
  type Conflict,
  type Job,
  type Placement,
  type ScheduleInput,
} from '../../src/index.js';
import { faultsIn, mostPerDay } from './check.js';
import { crowd, knockOut } from './draws.js';
import { instance, openCourts, unit } from './instances.js';

/** In the words of the independent check. */
function named({ kind, jobs }: Conflict): string[] {
  return kind === 'per-day' ? [] : [`${kind}: ${jobs.join(' ')}`];
}

const first: Job = { id: 'a', duration: 10 * unit, after: [], people: ['ann', 'bob'], stage: 1, round: 1 };
const second: Job = { ...first, id: 'b', people: ['ann', 'cem'] };

function input(jobs: Job[], more: Partial<ScheduleInput> = {}): ScheduleInput {
  return { jobs, courts: openCourts(2, 100 * unit), rules: { start: 0 }, ...more };
}

function place(job: string, court: number | null, start: number, length = 10): Placement {
  return { job, court, start: start * unit, end: (start + length) * unit };
}

describe('conflicts of a plan made by hand', () => {
  it('I33 I34 I35: are those that a comparison of every pair finds, however matches are dragged', () => {
    const drag = fc.record({ job: fc.nat(), court: fc.nat(), start: fc.integer({ min: -5, max: 130 }) });
    fc.assert(
      fc.property(instance, fc.array(drag, { maxLength: 12 }), (plan, drags) => {
        const { placements } = planSchedule(plan);
        fc.pre(placements.length > 0);
        for (const { job, court, start } of drags) {
          const moved = placements[job % placements.length];
          if (!moved) continue;
          const length = moved.end - moved.start;
          moved.start = start * unit;
          moved.end = moved.start + length;
          moved.court = court % 5 === 4 ? null : (plan.courts[court % plan.courts.length]?.id ?? null);
        }
        const found = conflictsIn(plan, placements);
        expect(found.flatMap(named).sort()).toEqual(faultsIn(plan, placements));
        const most = mostPerDay(plan, placements);
        const limit = plan.rules.perDay ?? Infinity;
        const counts = found.map((conflict) => (conflict.kind === 'per-day' ? conflict.count : 0));
        expect(Math.max(0, ...counts)).toBe(most > limit ? most : 0);
      }),
    );
  });

  it('are only those of one match when it is asked for', () => {
    const plan = input([first, second, { ...first, id: 'c', people: ['dot', 'eve'] }]);
    const placements = [place('a', 1, 0), place('b', 1, 5), place('c', 1, 8)];
    expect(conflictsIn(plan, placements, 'c').map(({ jobs }) => jobs)).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
    expect(conflictsIn(plan, placements)).toHaveLength(4);
  });

  it.each<[string, ScheduleInput, Placement[], Conflict[]]>([
    [
      'two matches on a court',
      input([first, { ...second, people: [] }]),
      [place('a', 1, 0), place('b', 1, 9)],
      [{ kind: 'court', jobs: ['a', 'b'], court: 1 }],
    ],
    [
      'somebody in two matches',
      input([first, second]),
      [place('a', 1, 0), place('b', 2, 9)],
      [{ kind: 'people', jobs: ['a', 'b'], people: ['ann'], certain: true }],
    ],
    [
      'somebody who may be in two matches',
      input([first, { ...second, people: [], potential: ['bob', 'ann'], draw: 'pairs' }]),
      [place('a', 1, 0), place('b', 2, 9)],
      [{ kind: 'people', jobs: ['a', 'b'], people: ['ann', 'bob'], certain: false }],
    ],
    [
      'somebody who is in two matches, and somebody who may be',
      input([
        { ...first, people: ['ann'], potential: ['bob', 'cem'] },
        { ...second, people: ['bob', 'ann'], potential: ['cem'], draw: 'pairs' },
      ]),
      [place('a', 1, 0), place('b', 2, 9)],
      [{ kind: 'people', jobs: ['a', 'b'], people: ['bob', 'cem', 'ann'], certain: true }],
    ],
    [
      'too little rest',
      input([first, second], { rules: { start: 0, rest: 15 * unit } }),
      [place('a', 1, 0), place('b', 2, 22)],
      [{ kind: 'rest', jobs: ['a', 'b'], people: ['ann'], certain: true, missing: 3 * unit }],
    ],
    [
      'a final before its semi-final',
      input([
        { ...first, rest: 5 * unit },
        { ...second, people: [], after: ['a'] },
      ]),
      [place('a', 1, 0), place('b', 2, 11)],
      [{ kind: 'order', jobs: ['a', 'b'], missing: 4 * unit }],
    ],
    ['a closed court', input([first]), [place('a', 1, 95)], [{ kind: 'closed', jobs: ['a'], court: 1 }]],
    [
      'a court without what is needed',
      input([{ ...first, needs: ['centre'] }]),
      [place('a', 1, 0)],
      [{ kind: 'unsuitable', jobs: ['a'], court: 1 }],
    ],
    [
      'a court that is not allowed',
      input([{ ...first, courts: [2] }]),
      [place('a', 1, 0)],
      [{ kind: 'unsuitable', jobs: ['a'], court: 1 }],
    ],
    ['no court', input([first]), [place('a', null, 0)], [{ kind: 'unsuitable', jobs: ['a'], court: null }]],
    [
      'somebody who is not there',
      input([first], { rules: { start: 0, available: [{ person: 'bob', windows: [{ start: 0, end: 9 * unit }] }] } }),
      [place('a', 1, 0)],
      [{ kind: 'absent', jobs: ['a'], people: ['bob'], certain: true }],
    ],
    [
      'somebody who is not there, and somebody who may be missing',
      input([{ ...first, people: ['ann'], potential: ['bob'] }], {
        rules: {
          start: 0,
          available: ['bob', 'ann'].map((person) => ({ person, windows: [{ start: 0, end: 9 * unit }] })),
        },
      }),
      [place('a', 1, 0)],
      [{ kind: 'absent', jobs: ['a'], people: ['bob', 'ann'], certain: true }],
    ],
    [
      'a start before the first',
      input([{ ...first, earliest: 8 * unit }]),
      [place('a', 1, 7)],
      [{ kind: 'early', jobs: ['a'], missing: unit }],
    ],
    [
      'a locked match elsewhere',
      input([{ ...first, lock: { court: 1, start: 0 } }]),
      [place('a', 2, 0)],
      [{ kind: 'lock', jobs: ['a'] }],
    ],
    [
      'too many matches on a day',
      input([first, second], {
        rules: {
          start: 0,
          perDay: 1,
          days: [
            { start: 0, end: 50 * unit },
            { start: 50 * unit, end: 100 * unit },
          ],
        },
      }),
      [place('a', 1, 0), place('b', 1, 40)],
      [{ kind: 'per-day', jobs: ['a', 'b'], person: 'ann', day: 0, count: 2 }],
    ],
  ])('name %s', (_what, plan, placements, expected) => {
    expect(conflictsIn(plan, placements)).toEqual(expected);
  });

  it('do not see winners and losers of one match in each other’s way', () => {
    const semis = knockOut(crowd(4), { draw: 'main', duration: 10 * unit });
    const third: Job = {
      ...first,
      id: 'third',
      after: ['main/1.1', 'main/1.2'],
      people: [],
      potential: crowd(4),
      draw: 'main',
    };
    const plan = input([...semis, third]);
    const { placements, end } = planSchedule(plan);
    expect(conflictsIn(plan, placements)).toEqual([]);
    expect(end).toBe(20 * unit);
  });
});
