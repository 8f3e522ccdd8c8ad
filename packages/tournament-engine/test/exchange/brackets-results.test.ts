import { readBracketsModel, statusOf, writeBracketsModel, type BracketsModel } from '../../src/index.js';
import { at, drawn, refused } from '../support.js';

type Opponent = Partial<NonNullable<BracketsModel['match'][number]['opponent1']>>;
type Sides = [one: Opponent, other: Opponent, status?: number];

/** The first match of a league as it is read after its sides, and those of its games, have got these fields. */
function read(bestOf: number, [one, other, status]: Sides, ...games: Sides[]): object {
  const model = writeBracketsModel(drawn(2, { format: 'round-robin', draws: true, bestOf }), { tournament: 0 });
  for (const [row, [first, second, own]] of [
    [model.match[0]!, [one, other, status]] as const,
    ...games.map((sides, number) => [model.match_game[number]!, sides] as const),
  ]) {
    Object.assign(row.opponent1!, first);
    Object.assign(row.opponent2!, second);
    if (own !== undefined) row.status = own;
  }
  const match = at(readBracketsModel(model).state, 0);
  return { status: statusOf(match), decision: match.decision, result: match.result };
}

const [won, lost, level] = [{ result: 'win' }, { result: 'loss' }, { result: 'draw' }] as const;
const [ready, running, cancelled] = [2, 3, 6];
const played = (decision: unknown, score: unknown, games: unknown[] = []) => ({
  status: decision === null ? 'running' : 'played',
  decision,
  result: { kind: 'played', decision, score, games },
});

describe('a result in a brackets-model', () => {
  it.each<[string, Sides, object]>([
    ['a winner and a loser', [won, lost], played(0, null)],
    ['a winner', [won, {}], played(0, null)],
    ['a loser', [{}, lost], played(0, null)],
    ['a winner on the second side', [{}, won], played(1, null)],
    ['a loser on the first side', [lost, {}], played(1, null)],
    ['a draw', [level, level], played('draw', null)],
    [
      'a score',
      [
        { ...won, score: 3 },
        { ...lost, score: 1 },
      ],
      played(0, [3, 1]),
    ],
    ['half a score', [{ ...won, score: 3 }, lost], played(0, null)],
    ['the other half of a score', [won, { ...lost, score: 1 }], played(0, null)],
    ['nobody who gave up', [{ ...won, forfeit: false }, lost], played(0, null)],
    ['a match that has begun, whatever its score', [{ score: 1 }, { score: 0 }, running], played(null, null)],
    ['a match to come', [{}, {}, ready], { status: 'ready', decision: null, result: null }],
    [
      'somebody who gave up',
      [{ forfeit: true }, won],
      { status: 'walkover', decision: 1, result: { kind: 'walkover', winner: 1, reason: 'no-show' } },
    ],
    [
      'somebody who gave up on the second side',
      [won, { forfeit: true }],
      { status: 'walkover', decision: 0, result: { kind: 'walkover', winner: 0, reason: 'no-show' } },
    ],
    [
      'two who gave up',
      [{ forfeit: true }, { forfeit: true }],
      { status: 'walkover', decision: 'none', result: { kind: 'no-show' } },
    ],
  ])('may have %s', (_what, sides, expected) => {
    expect(read(1, sides)).toEqual(expected);
  });

  it.each<[Opponent, Opponent]>([
    [won, won],
    [lost, lost],
    [won, level],
    [level, lost],
    [level, {}],
    [{}, level],
  ])('is refused for %j against %j', (one, other) => {
    expect(() => read(1, [one, other])).toThrow(refused('invalid-brackets-model'));
    expect(() => read(1, [one, other])).toThrow('match[0] has results that contradict each other.');
  });

  const points = (one: number, other: number): [Opponent, Opponent] => [
    { score: one, ...(one > other ? won : one < other ? lost : level) },
    { score: other, ...(other > one ? won : other < one ? lost : level) },
  ];

  it.each<[string, Sides, Sides[], object]>([
    [
      'all games',
      [won, lost],
      [points(11, 9), points(3, 11), points(11, 8)],
      played(
        0,
        [2, 1],
        [
          [11, 9],
          [3, 11],
          [11, 8],
        ],
      ),
    ],
    ['games so far', [{}, {}, running], [points(9, 11)], played(null, [0, 1], [[9, 11]])],
    [
      'games of which one side has the result',
      [{}, {}, running],
      [[{ ...won, score: 2 }, { score: 1 }]],
      played(null, [1, 0], [[2, 1]]),
    ],
    [
      'games of which the other side has it',
      [{}, {}, running],
      [[{ score: 2 }, { ...lost, score: 1 }]],
      played(null, [1, 0], [[2, 1]]),
    ],
    [
      'games that the second side won',
      [{}, {}, running],
      [[{ score: 1 }, { ...won, score: 2 }]],
      played(null, [0, 1], [[1, 2]]),
    ],
    ['games that are drawn', [{}, {}, running], [points(5, 5)], played(null, [0, 0], [[5, 5]])],
    ['a score and no games', [{ score: 0 }, { score: 1 }, running], [], played(null, [0, 1])],
    ['a score of nothing', [{ score: 0 }, { score: 0 }, ready], [], { status: 'ready', decision: null, result: null }],
    [
      'winners of games without their points',
      [
        { ...won, score: 2 },
        { ...lost, score: 0 },
      ],
      [
        [won, lost],
        [won, lost],
      ],
      played(0, [2, 0]),
    ],
    [
      'points that the winner of a game does not have',
      [
        { ...won, score: 2 },
        { ...lost, score: 0 },
      ],
      [
        [
          { ...won, score: 1 },
          { ...lost, score: 3 },
        ],
      ],
      played(0, [2, 0]),
    ],
    [
      'points of a winner that are level',
      [
        { ...won, score: 2 },
        { ...lost, score: 0 },
      ],
      [
        [
          { ...won, score: 1 },
          { ...lost, score: 1 },
        ],
      ],
      played(0, [2, 0]),
    ],
    [
      'points of a draw that are not level',
      [
        { ...won, score: 2 },
        { ...lost, score: 0 },
      ],
      [
        [
          { ...level, score: 1 },
          { ...level, score: 2 },
        ],
      ],
      played(0, [2, 0]),
    ],
    [
      'games that were cancelled after the winner was known',
      [won, lost],
      [points(11, 9), [{}, {}, cancelled]],
      played(0, null),
    ],
    [
      'a cancelled game in a match that goes on',
      [{}, {}, running],
      [points(11, 9), [...points(1, 0), cancelled]],
      played(null, [1, 0], [[11, 9]]),
    ],
  ])('of a best of three may have %s', (_what, sides, games, expected) => {
    expect(read(3, sides, ...games)).toEqual(expected);
  });
});
