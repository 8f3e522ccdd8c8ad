import * as fc from 'fast-check';
import {
  begin,
  boardOf,
  execute,
  finalRanks,
  getAt,
  isCompleted,
  itemsOf,
  leaderboard,
  preview,
  replay,
  type Command,
  type LeaderboardPlan,
  type Mark,
  type Performance,
  type Scoring,
  type StagePlan,
  type State,
  type TournamentEvent,
} from '../../src/index.js';
import { doAll, drawn, names, playAll, refusal } from '../support.js';

const workouts = [
  { id: 'fran', measure: 'time' },
  { id: 'lift', measure: 'load' },
] as const;
const open: LeaderboardPlan = { format: 'leaderboard', workouts, scoring: { by: 'places' } };
const bracket: StagePlan = { format: 'single-elimination', qualify: { top: 2 } };

const score = (entrant: number, workout: string, mark: Mark | number, stage = 0): Command => ({
  type: 'score',
  stage,
  entrant,
  workout,
  ...(typeof mark === 'number' ? { status: 'finished', value: mark } : mark),
});

/** Entrants by their numbers finish in both workouts, the first value first. */
const scoreAll = (state: State, marks: Record<number, [number, number]>): State =>
  doAll(
    state,
    ...Object.entries(marks).flatMap(([entrant, [time, load]]) => [
      score(Number(entrant), 'fran', time),
      score(Number(entrant), 'lift', load),
    ]),
  );

const standing = (state: State, table = 0) => boardOf(state, table).map(({ entrant, rank }) => [entrant, rank]);
const sides = (state: State, match: number) => getAt(state.matches, match).sides;

describe('a leaderboard as a stage', () => {
  it('ranks by its workouts as results come in, and is over with the last one', () => {
    const state = scoreAll(drawn(3, open), { 1: [200, 80], 2: [180, 100] });
    expect(standing(state)).toEqual([
      [2, 1],
      [1, 2],
      [3, 3],
    ]);
    expect(isCompleted(state)).toBe(false);
    expect(finalRanks(state).map(({ rank }) => rank)).toEqual([null, null, null]);
    const over = doAll(state, score(3, 'fran', { status: 'capped', value: 60 }), score(3, 'lift', { status: 'dnf' }));
    expect(isCompleted(over)).toBe(true);
    expect(finalRanks(over)).toEqual([
      { entrant: 2, rank: 1 },
      { entrant: 1, rank: 2 },
      { entrant: 3, rank: 3 },
    ]);
  });

  it('sends its eight best on to a bracket, seeded by their ranks', () => {
    const plan: StagePlan[] = [open, { format: 'single-elimination', qualify: { top: 8 } }];
    const state = scoreAll(
      drawn(12, ...plan),
      // The last seed is the best one.
      Object.fromEntries(Array.from({ length: 12 }, (_entrant, at) => [at + 1, [300 - at, 100 + at]])),
    );
    expect([0, 1, 2, 3].map((match) => sides(state, match))).toEqual([
      [12, 5],
      [9, 8],
      [11, 6],
      [10, 7],
    ]);
    const { state: over } = playAll(state, (a, b) => Math.max(a, b));
    expect(finalRanks(over).map(({ entrant, rank }) => [entrant, rank])).toEqual([
      [12, 1],
      [11, 2],
      [9, 3],
      [10, 3],
      [5, 5],
      [6, 5],
      [7, 5],
      [8, 5],
      [4, 9],
      [3, 10],
      [2, 11],
      [1, 12],
    ]);
  });

  it('refuses a correction that changes who has played on, and resets exactly that when forced', () => {
    const ranked = scoreAll(drawn(3, open, bracket), { 1: [100, 90], 2: [110, 80], 3: [120, 70] });
    const { state } = execute(ranked, { type: 'report', match: 0, winner: 0 });
    const better = { ...score(3, 'fran', 90), correct: true } as Command;
    expect(refusal(() => execute(state, score(3, 'fran', 90)))?.code).toBe('already-decided');
    // Third by fran 1 + lift 3 = 4, second 3 + 2 = 5: another one qualifies.
    expect(refusal(() => execute(state, better))).toEqual({ code: 'next-match-played', affected: [0] });
    expect(preview(state, better)).toMatchObject({ reset: [0], resetScores: [] });
    const forced = execute(state, { ...better, force: true });
    expect(sides(forced.state, 0)).toEqual([1, 3]);
    expect(getAt(forced.state.matches, 0).result).toBeNull();
    const undone = execute(forced.state, { type: 'undo', event: forced.events[0]! });
    expect(undone.state.scores).toEqual(state.scores);
    expect(undone.state.matches).toEqual(state.matches);
    const redone = execute(undone.state, { type: 'redo', event: undone.events[0]! });
    expect(redone.state.scores).toEqual(forced.state.scores);
    // The same ranks by another value disturb nobody.
    const same = execute(state, { ...score(3, 'fran', 130), correct: true });
    expect(same.changed).toMatchObject({ matches: [], scores: [4] });
  });

  it('takes scores of a later leaderboard away with who did not qualify after all, and says so before', () => {
    const final: StagePlan = { ...open, workouts: [workouts[0]], qualify: { top: 2 } };
    const first = scoreAll(drawn(3, open, final), { 1: [100, 90], 2: [110, 80], 3: [120, 70] });
    const state = doAll(first, score(1, 'fran', 77, 1), score(2, 'fran', 78, 1));
    expect(isCompleted(state)).toBe(true);
    const wrong = { ...score(3, 'fran', 90), correct: true } as Command;
    const resetScores = preview(state, wrong).resetScores;
    expect(resetScores.map((id) => getAt(state.scores, id).entrant)).toEqual([2]);
    expect(() => execute(state, wrong)).toThrow(
      expect.objectContaining({ code: 'next-match-played', affected: [], affectedScores: resetScores }),
    );
    const { state: forced } = execute(state, { ...wrong, force: true });
    expect(getAt(forced.scores, resetScores[0]!)).toMatchObject({ entrant: 3, mark: null, isOpen: true });
    expect(standing(forced, 1)).toEqual([
      [1, 1],
      [3, 2],
    ]);
  });

  it('waits for lots where the last place to qualify is shared', () => {
    const level = scoreAll(drawn(3, open, bracket), { 1: [100, 100], 2: [110, 90], 3: [110, 90] });
    expect(sides(level, 0)).toEqual([null, null]);
    expect(sides(doAll(level, { type: 'draw-lots', table: 0, order: [3, 2] }), 0)).toEqual([1, 3]);
  });

  it('has a board for each division, and sends the best of each on', () => {
    const divided: StagePlan = { ...open, divisions: ['Rx', 'scaled', 'Rx', 'scaled'] };
    const state = scoreAll(drawn(4, divided, { ...bracket, qualify: { top: 1 } }), {
      1: [100, 50],
      2: [400, 20],
      3: [90, 60],
      4: [300, 30],
    });
    expect([...itemsOf(state.tables)].map(({ division, members }) => [division, members])).toEqual([
      ['Rx', [1, 3]],
      ['scaled', [2, 4]],
    ]);
    expect([standing(state, 0)[0], standing(state, 1)[0]]).toEqual([
      [3, 1],
      [4, 1],
    ]);
    expect(sides(state, 0)).toEqual([3, 4]);
    expect(refusal(() => execute(state, { type: 'enter', id: 'late' }))?.code).toBe('no-place-left');
  });

  it('keeps divisions and forbidden pairs with the entrants whom a new order of seeds moves', () => {
    const divided: StagePlan = { ...open, divisions: ['Rx', 'scaled'] };
    const { state } = execute(drawn(3, divided), { type: 'seed', order: [2, 3, 1] });
    expect([...itemsOf(state.tables)].map(({ division, members }) => [division, members])).toEqual([
      ['scaled', [1]],
      [null, [2]],
      ['Rx', [3]],
    ]);
    const swiss = drawn(4, { format: 'swiss', rounds: 1, forbidden: [[1, 3]] });
    expect(execute(swiss, { type: 'seed', order: [4, 3, 2, 1] }).state.plan[0]).toMatchObject({ forbidden: [[4, 2]] });
    for (const plain of [open, { format: 'swiss', rounds: 1 }, { format: 'round-robin', groups: 2 }] as StagePlan[]) {
      expect(execute(drawn(4, plain), { type: 'seed', order: [4, 3, 2, 1] }).state.plan).toEqual([plain]);
    }
  });

  it('puts who left last, takes them out of workouts to come, and closes their open scores', () => {
    const state = doAll(drawn(3, open), score(1, 'fran', 100), { type: 'withdraw', entrant: 1 }, score(2, 'fran', 110));
    expect(boardOf(state, 0).at(-1)).toMatchObject({ entrant: 1, withdrawn: true, rank: 3 });
    // Nobody else has lifted, so that workout gives no points yet.
    expect(boardOf(state, 0).map(({ results }) => results[1]?.points)).toEqual([0, 0, 0]);
    expect(refusal(() => execute(state, score(1, 'lift', 80)))?.code).toBe('entrant-absent');
    const over = doAll(state, score(2, 'lift', 1), score(3, 'fran', 200), score(3, 'lift', 2));
    expect(isCompleted(over)).toBe(true);
    // 4 points each, and 3 won the lift.
    expect(finalRanks(over).map(({ entrant }) => entrant)).toEqual([3, 2, 1]);
    const back = doAll(over, { type: 'reinstate', entrant: 1 });
    expect(isCompleted(back)).toBe(false);
    const annulled = doAll(over, { type: 'withdraw', entrant: 1, earlier: 'annul' });
    expect(boardOf(annulled, 0).map(({ results }) => results[0]?.place)).toEqual([1, 2, null]);
  });

  it('lets somebody in late, with all workouts to come', () => {
    const state = doAll(drawn(2, open), score(1, 'fran', 100), { type: 'enter', id: 'late' }, score(3, 'lift', 99));
    // First in one workout and behind everybody in the other, both.
    expect(standing(state)).toEqual([
      [1, 1],
      [3, 1],
      [2, 3],
    ]);
    const over = doAll(state, score(1, 'lift', 1), score(2, 'fran', 1), score(2, 'lift', 1), score(3, 'fran', 5));
    expect(isCompleted(over)).toBe(true);
    expect(refusal(() => execute(over, { type: 'substitute', entrant: 3, id: 'other' }))?.code).toBe('already-started');
  });

  it('clears a score, changes nothing when it is given again, and takes one that is verified', () => {
    const unofficial: Mark = { status: 'finished', value: 100, tieBreak: 9, unofficial: true };
    const state = doAll(drawn(2, open), score(1, 'fran', unofficial));
    expect(boardOf(state, 0)[0]).toMatchObject({ entrant: 1, unofficial: true });
    expect(execute(state, score(1, 'fran', unofficial)).events).toEqual([]);
    const official = execute(state, {
      ...score(1, 'fran', { ...unofficial, unofficial: false }),
      correct: true,
    });
    expect(boardOf(official.state, 0)[0]?.unofficial).toBe(false);
    const cleared = execute(state, { type: 'clear-score', stage: 0, entrant: 1, workout: 'fran' }).state;
    expect(cleared.scores).toEqual(drawn(2, open).scores);
    expect(cleared.tables).toEqual(drawn(2, open).tables);
  });

  it.each<[string, string, Command]>([
    ['an unknown workout', 'not-found', score(1, 'murph', 1)],
    ['somebody who is not there', 'not-found', score(9, 'fran', 1)],
    ['a stage that is no leaderboard', 'not-found', score(1, 'fran', 1, 1)],
    ['a stage that is not there', 'not-found', score(1, 'fran', 1, 7)],
    ['no value', 'invalid-score', score(1, 'fran', { status: 'finished' })],
    ['a negative value', 'invalid-score', score(1, 'fran', -1)],
    ['a value that is no number', 'invalid-score', score(1, 'fran', Number.NaN)],
    [
      'a tie-break that is no number',
      'invalid-score',
      score(1, 'fran', { status: 'finished', value: 1, tieBreak: -1 }),
    ],
    ['a value of who did not finish', 'invalid-score', score(1, 'fran', { status: 'dnf', value: 5 })],
    ['a cap of a lift', 'invalid-score', score(1, 'lift', { status: 'capped', value: 5 })],
  ])('refuses a score with %s', (_what, code, command) => {
    expect(refusal(() => execute(drawn(3, open, bracket), command))?.code).toBe(code);
  });

  it.each<[string, StagePlan[]]>([
    ['without workouts', [{ ...open, workouts: [] }]],
    ['with a workout twice', [{ ...open, workouts: [workouts[0], workouts[0]] }]],
    ['that adds times to loads', [{ ...open, scoring: { by: 'sum', missing: 0 } }]],
    ['that sends on more than the smallest division has', [{ ...open, divisions: ['a'] }, bracket]],
    [
      'whose divisions are compared',
      [
        { ...open, divisions: ['a', 'a', 'b', 'b'] },
        { ...bracket, qualify: { top: 1, best: 1 } },
      ],
    ],
    ['with divisions after the first stage', [open, { ...open, divisions: ['a'], qualify: { top: 2 } }]],
  ])('refuses a plan %s', (_what, stages) => {
    expect(refusal(() => drawn(4, ...stages))?.code).toBe('invalid-plan');
  });

  const scorings: Scoring[] = [{ by: 'places' }, { by: 'table', points: [7, 4, 2] }];

  it('I4, I38: is at any time the board of the results that stand, and its events replay to the same state', () => {
    const marks: fc.Arbitrary<Mark> = fc.oneof(
      fc.record({ status: fc.constant('finished' as const), value: fc.integer({ min: 1, max: 5 }) }),
      fc.constant<Mark>({ status: 'dnf' }),
    );
    const steps = fc.array(fc.record({ entrant: fc.integer({ min: 1, max: 5 }), lifts: fc.boolean(), mark: marks }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, fc.constantFrom(...scorings), (all, scoring) => {
        const begun = begin({ entrants: names(5), stages: [{ ...open, scoring }, bracket] });
        const log: TournamentEvent[] = [...begun.events];
        const standingResults = new Map<string, Performance>();
        let state = begun.state;
        for (const { entrant, lifts, mark } of all) {
          const workout = lifts ? 'lift' : 'fran';
          const done = execute(state, { ...score(entrant, workout, mark), correct: true });
          log.push(...done.events);
          state = done.state;
          standingResults.set(`${entrant} ${workout}`, { entrant, workout, ...mark });
          const expected = leaderboard({
            entrants: [1, 2, 3, 4, 5].map((id) => ({ id })),
            workouts: [...workouts],
            performances: [...standingResults.values()],
            scoring,
          });
          expect(boardOf(state, 0).map(({ entrant: who, rank, points }) => [who, rank, points])).toEqual(
            expected[0]?.rows.map(({ entrant: who, rank, points }) => [who, rank, points]),
          );
          expect(getAt(state.stages, 0).open).toBe(
            11 - standingResults.size - Number(getAt(state.tables, 0).order !== null),
          );
        }
        expect(replay(log)).toEqual(state);
      }),
    );
  });
});
