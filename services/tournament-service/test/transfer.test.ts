import { begin, EngineError, execute, isCompleted, type Command, type State } from '@gym/tournament-engine';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  record,
  type Arbitrary,
} from 'fast-check';
import { z } from 'zod';
import { storedPlan } from '../src/play/stored/plan.js';
import { checksumOf, digestOf } from '../src/transfer/digest.js';
import { relabelEntry } from '../src/transfer/history.js';
import { replayDraw } from '../src/transfer/replay.js';
import type { Document, Labels } from '../src/transfer/labels.js';

type Draw = Document['draws'][number];

const stages: Arbitrary<Draw['stages']> = constantFrom(
  [{ format: 'single-elimination', placement: 'third' }],
  [{ format: 'double-elimination' }],
  [
    { format: 'round-robin', groups: 2, lotSeed: 1 },
    { format: 'single-elimination', qualify: { top: 1 } },
  ],
  [{ format: 'swiss', rounds: 3, lotSeed: 'a' }],
  [{ format: 'stepladder' }],
  [{ format: 'custom', bracket: 'A=[1,4] B=[2,3] C=[W:A,W:B]' }],
  [{ format: 'leaderboard', workouts: [{ id: 'row', measure: 'time' }], scoring: { by: 'places' } }],
);

const number = nat(12);
const side = constantFrom(0 as const, 1 as const);
const force = boolean();
/** Most of them are refused; the others are what people do. */
const wish: Arbitrary<Command | 'undo' | 'redo'> = oneof(
  {
    weight: 6,
    arbitrary: record({ type: constant('report' as const), match: number, winner: side, force, correct: force }),
  },
  record({ type: constant('walkover' as const), match: number, winner: side, force }),
  record({ type: constant('clear' as const), match: number, force, correct: constant(true) }),
  record({
    type: constantFrom('withdraw' as const, 'disqualify' as const, 'reinstate' as const),
    entrant: number,
    force,
  }),
  record({ type: constant('enter' as const), id: integer({ min: 900, max: 905 }) }),
  record({
    type: constant('score' as const),
    stage: constant(0),
    entrant: number,
    workout: constant('row'),
    status: constant('finished' as const),
    value: number,
    correct: force,
  }),
  constant({ type: 'next-round' as const, stage: 0 }),
  { weight: 3, arbitrary: constantFrom('undo' as const, 'redo' as const) },
);

/** What a day of such wishes comes to, by the engine itself, and the draw that says so. */
function played(plan: Draw['stages'], wishes: readonly (Command | 'undo' | 'redo')[]): { draw: Draw; state: State } {
  const entrants = [11, 12, 13, 14];
  const begun = begin({ entrants, stages: z.array(storedPlan).parse(plan) });
  const events = [...begun.events];
  let { state } = begun;
  const commands: Draw['events'] = [];
  for (const one of wishes) {
    const version = one === 'undo' ? state.head.past : one === 'redo' ? state.head.future : null;
    const event = version === null ? undefined : events[version - 1];
    const command = typeof one !== 'string' ? one : event && { type: one, event };
    if (command === undefined) continue;
    try {
      const done = execute(state, command);
      if (done.events.length === 0) continue;
      state = done.state;
      events.push(...done.events);
      commands.push({ entry: 1, command: typeof one === 'string' ? { type: one } : { ...one }, texts: [] });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }
  const draw = {
    id: 1,
    category: null,
    created_at: '2026-01-01T00:00:00Z',
    completed_at: isCompleted(state) ? '2026-01-02T00:00:00Z' : null,
    entry: 1,
    entrants,
    stages: plan,
    events: commands,
    matches: Array.from({ length: state.matches.size }, (_match, index) => index + 1),
    texts: [],
    digest: digestOf(state),
  };
  return { draw, state };
}

test('what was done in a draw, whatever it was, leads to the same state again', async () => {
  await assert(
    asyncProperty(stages, array(wish, { maxLength: 60 }), async (plan, wishes) => {
      const { draw, state } = played(plan, wishes);
      const done = await replayDraw(draw, '#', Infinity);
      expect(done).toMatchObject({ replayed: { state } });
    }),
    { numRuns: 300 },
  );
});

test('a draw that says it is another state is refused, and one that takes too long', async () => {
  const report: Command = { type: 'report', match: 0, winner: 0 };
  const { draw } = played([{ format: 'single-elimination' }], [report]);
  const turned = { ...draw, events: [{ entry: 1, command: { ...report, winner: 1 }, texts: [] }] };
  expect(await replayDraw(turned, '#/d', Infinity)).toMatchObject({ faults: [{ pointer: '#/d/digest' }] });
  expect(await replayDraw(draw, '#/d', 0)).toMatchObject({ faults: [{ pointer: '#/d' }] });
});

test('entries of the log have other ids, back again the same ones, and no accounts', () => {
  const shift = (by: number): Labels => ({ of: (_thing, id) => id + by, person: (id) => id + by });
  const entry = {
    at: '2026-01-01T00:00:00Z',
    kind: 'draw.played',
    payload: {
      draw_id: 1,
      version: 7,
      command: { type: 'seed', category_id: 3, order: [4, 5], table: 9 },
      reset: [6],
      matches: 12,
      settings: { format: { forbidden_pairs: [[4, 5]], rounds: 5 } },
      lost_courts: [{ court_id: 2, from: 'then' }],
      user_id: 77,
    },
    reason: null,
    affected: { participants: [4], matches: [6] },
  };
  const moved = relabelEntry(entry, shift(100));
  expect(moved).toEqual({
    ...entry,
    payload: {
      draw_id: 101,
      version: 7,
      command: { type: 'seed', category_id: 103, order: [104, 105], table: 9 },
      reset: [106],
      matches: 12,
      settings: { format: { forbidden_pairs: [[104, 105]], rounds: 5 } },
      lost_courts: [{ court_id: 102, from: 'then' }],
      user_id: null,
    },
    affected: { participants: [104], matches: [106] },
  });
  expect(relabelEntry(moved, shift(-100))).toEqual({ ...entry, payload: { ...entry.payload, user_id: null } });
});

test('the checksum is that of the values, in whatever order they are written', () => {
  const value = { b: [1, { d: 2, c: null }], a: 'ü', checksum: 'x' };
  expect(checksumOf(value)).toBe(checksumOf({ checksum: 'y', a: 'ü', b: [1, { c: null, d: 2 }] }));
  expect(checksumOf(value)).not.toBe(checksumOf({ ...value, a: 'u' }));
});
