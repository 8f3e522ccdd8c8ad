import { execute, getAt, statusOf, type Command, type StagePlan, type State } from '../../src/index.js';
import { at, doAll, drawn, match, matchesOf, refusal } from '../support.js';

const report = (
  result: Omit<Extract<Command, { type: 'report' }>, 'type' | 'match'>,
  plan: Partial<StagePlan> = {},
) => {
  const state = drawn(2, { format: 'single-elimination', ...plan } as StagePlan);
  return at(execute(state, { type: 'report', match: 0, ...result }).state, 0);
};
const code = (act: () => unknown) => refusal(act)?.code;
const league = (more: Partial<StagePlan> = {}): State => drawn(2, { format: 'round-robin', ...more } as StagePlan);

describe('a result', () => {
  it('may be a winner, a score, or games, and completes itself', () => {
    expect(report({ winner: 1 })).toMatchObject({ decision: 1, result: { score: null, games: [] } });
    expect(report({ score: [3, 1] })).toMatchObject({ decision: 0, result: { score: [3, 1] } });
    expect(
      report(
        {
          games: [
            [11, 7],
            [5, 11],
            [11, 9],
          ],
        },
        { bestOf: 3 },
      ),
    ).toMatchObject({ decision: 0, result: { score: [2, 1] } });
    expect(report({ games: [[4, 6]] })).toMatchObject({ decision: 1, result: { score: [4, 6] } });
    expect(report({ score: [1, 2], winner: 1 }, { bestOf: 3 })).toMatchObject({ decision: 1 });
  });

  it('leaves a best of several running until it is decided', () => {
    const state = drawn(2, { format: 'single-elimination', bestOf: 5 });
    const running = doAll(state, {
      type: 'report',
      match: 0,
      games: [
        [11, 7],
        [11, 8],
      ],
    });
    expect([statusOf(at(running, 0)), at(running, 0).decision]).toEqual(['running', null]);
    const over = doAll(running, {
      type: 'report',
      match: 0,
      games: [
        [11, 7],
        [11, 8],
        [11, 2],
      ],
    });
    expect([statusOf(at(over, 0)), at(over, 0).decision]).toEqual(['played', 0]);
    expect(report({ score: [1, 1] }, { bestOf: 3 }).decision).toBeNull();
  });

  it('takes the number of games from the round', () => {
    const state = drawn(8, { format: 'single-elimination', bestOf: [1, 3] });
    expect(
      [match(state, 'main', 1, 1), match(state, 'main', 2, 1), match(state, 'main', 3, 1)].map(({ bestOf }) => bestOf),
    ).toEqual([1, 3, 3]);
  });

  it.each<[string, Parameters<typeof report>[0], Partial<StagePlan>]>([
    ['nothing', {}, {}],
    ['a negative score', { score: [-1, 2] }, {}],
    ['no number', { score: [Number.NaN, 2] }, {}],
    ['an endless score', { score: [Infinity, 2] }, {}],
    ['a winner with fewer points', { score: [1, 2], winner: 0 }, {}],
    [
      'games that do not give the score',
      {
        score: [2, 0],
        games: [
          [11, 5],
          [5, 11],
          [11, 1],
        ],
      },
      { bestOf: 3 },
    ],
    [
      'more games than there are',
      {
        games: [
          [1, 0],
          [0, 1],
          [1, 0],
          [0, 1],
        ],
      },
      { bestOf: 3 },
    ],
    [
      'games after the decision',
      {
        games: [
          [1, 0],
          [1, 0],
          [1, 0],
        ],
      },
      { bestOf: 3 },
    ],
    [
      'two games where one is played',
      {
        games: [
          [1, 0],
          [1, 0],
        ],
      },
      {},
    ],
    [
      'games that give the other side less',
      {
        score: [2, 0],
        games: [
          [11, 5],
          [5, 11],
          [11, 1],
        ],
      },
      { bestOf: 5 },
    ],
    // No type allows it, but stored or foreign JSON may have it.
    ['a score of three', { score: [1, 2, 3] as unknown as [number, number] }, {}],
    ['a game without a winner', { games: [[1, 1]] }, { bestOf: 3 }],
    ['a score beyond the best of three', { score: [2, 2] }, { bestOf: 3 }],
    ['a winner of a match that is not over', { score: [1, 0], winner: 0 }, { bestOf: 3 }],
  ])('is refused with %s', (_what, result, plan) => {
    expect(code(() => report(result, plan))).toBe('invalid-score');
  });

  it('may have games and the score that they give', () => {
    const games: [number, number][] = [
      [11, 5],
      [5, 11],
      [11, 1],
    ];
    expect(report({ score: [2, 1], games }, { bestOf: 3 })).toMatchObject({
      decision: 0,
      result: { score: [2, 1], games },
    });
    expect(code(() => report({ score: [1, 2], games }, { bestOf: 3 }))).toBe('invalid-score');
  });

  it('is over in a best of two after both games', () => {
    const two = (score: [number, number]) =>
      at(doAll(league({ draws: true, bestOf: 2 }), { type: 'report', match: 0, score }), 0).decision;
    expect([two([1, 0]), two([1, 1]), two([2, 0]), two([0, 2])]).toEqual([null, 'draw', 0, 1]);
  });

  it('needs a winner in a bracket, who may be named when the score is level', () => {
    expect(code(() => report({ score: [1, 1] }))).toBe('draw-not-allowed');
    expect(code(() => report({ winner: 'draw' }))).toBe('draw-not-allowed');
    expect(report({ score: [1, 1], winner: 1 }).decision).toBe(1);
  });

  it('may be a draw where the table allows it', () => {
    const drawnMatch = doAll(league({ draws: true }), { type: 'report', match: 0, score: [2, 2] });
    expect(at(drawnMatch, 0).decision).toBe('draw');
    expect(code(() => doAll(league(), { type: 'report', match: 0, score: [2, 2] }))).toBe('draw-not-allowed');
    expect(code(() => doAll(league({ draws: true }), { type: 'report', match: 0, score: [2, 2], winner: 1 }))).toBe(
      'invalid-score',
    );
    const even = doAll(league({ draws: true, bestOf: 2 }), {
      type: 'report',
      match: 0,
      games: [
        [5, 4],
        [1, 3],
      ],
    });
    expect(at(even, 0)).toMatchObject({ decision: 'draw', result: { score: [1, 1] } });
    const level = doAll(league({ draws: true, bestOf: 3 }), {
      type: 'report',
      match: 0,
      games: [
        [5, 4],
        [3, 3],
        [2, 2],
      ],
    });
    expect(at(level, 0)).toMatchObject({ decision: 0, result: { score: [1, 0] } });
  });

  it('may be a walkover, which lets the other side go on', () => {
    const state = doAll(drawn(4, { format: 'single-elimination' }), {
      type: 'walkover',
      match: 0,
      winner: 1,
      why: 'retired',
    });
    expect(at(state, 0)).toMatchObject({ decision: 1, result: { kind: 'walkover', reason: 'retired' } });
    expect(statusOf(at(state, 0))).toBe('walkover');
    const plain = doAll(state, { type: 'walkover', match: 1, winner: 0 });
    expect(at(plain, 1).result).toEqual({ kind: 'walkover', winner: 0, reason: 'no-show' });
    expect(at(state, 2).sides).toEqual([4, null]);
  });

  it('lets nobody go on when neither side comes, and the next opponent wins without play', () => {
    const state = doAll(
      drawn(4, { format: 'single-elimination', placement: 'third' }),
      { type: 'no-show', match: 0 },
      { type: 'report', match: 1, winner: 0 },
    );
    expect(match(state, 'main', 2, 1)).toMatchObject({ sides: ['bye', 2], decision: 1 });
    expect(match(state, 'places-3', 1, 1)).toMatchObject({ sides: ['bye', 3], decision: 1 });
  });

  it('is refused for a bye, for a side that is not known, and for what is not there', () => {
    const state = drawn(3, { format: 'single-elimination' });
    expect(code(() => doAll(state, { type: 'report', match: 0, winner: 0 }))).toBe('no-play-needed');
    expect(code(() => doAll(state, { type: 'report', match: 2, winner: 0 }))).toBe('side-unknown');
    expect(code(() => doAll(state, { type: 'report', match: 3, winner: 0 }))).toBe('not-found');
    expect(code(() => doAll(state, { type: 'report', match: -1, winner: 0 }))).toBe('not-found');
    expect(code(() => doAll(state, { type: 'withdraw', entrant: 4 }))).toBe('not-found');
    expect(code(() => doAll(state, { type: 'withdraw', entrant: 0 }))).toBe('not-found');
    expect(code(() => doAll(state, { type: 'next-round', stage: 5 }))).toBe('not-found');
    expect(code(() => doAll(state, { type: 'draw-lots', table: 0, order: [] }))).toBe('not-found');
    expect(code(() => doAll(drawn(2, { format: 'double-elimination' })))).toBe('too-few-entrants');
  });

  it('is refused with an error that says what it is, and which results stand in the way, if any', () => {
    const refuse = (state: State, id: number): unknown => {
      try {
        return doAll(state, { type: 'clear', match: id });
      } catch (error) {
        return error;
      }
    };
    const state = doAll(
      drawn(4, { format: 'single-elimination' }),
      ...[0, 1, 2].map((id): Command => ({ type: 'report', match: id, winner: 0 })),
    );
    expect(refuse(state, 9)).toMatchObject({
      name: 'EngineError',
      code: 'not-found',
      affected: [],
      affectedScores: [],
    });
    expect(refuse(state, 0)).toMatchObject({ code: 'next-match-played', affected: [2], affectedScores: [] });
  });

  it('is refused where two byes meet, which nobody wins', () => {
    const state = drawn(5, { format: 'double-elimination' });
    const empty = matchesOf(state).find((one) => statusOf(one) === 'void')!;
    expect(empty).toMatchObject({ sides: ['bye', 'bye'], decision: 'none', result: null });
    expect(code(() => doAll(state, { type: 'report', match: empty.id, winner: 0 }))).toBe('no-play-needed');
  });

  it('touches a path of matches only, however large the tournament', () => {
    const state = drawn(4096, { format: 'single-elimination' });
    const { changed } = execute(state, { type: 'report', match: 0, winner: 0 });
    expect(changed.matches).toEqual([0, 2048]);
    expect(getAt(state.matches, 2048).sides).toEqual([null, null]);
  });
});
