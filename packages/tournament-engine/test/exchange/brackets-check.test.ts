import { readBracketsModel, writeBracketsModel } from '../../src/index.js';
import { doAll, drawn, refused } from '../support.js';

/** A model with everything in it that a model can have. */
function whole(): Record<string, unknown> {
  const state = doAll(
    drawn(4, { format: 'double-elimination', bestOf: 3 }),
    {
      type: 'report',
      match: 0,
      games: [
        [11, 9],
        [11, 2],
      ],
    },
    { type: 'walkover', match: 1, winner: 1 },
  );
  return JSON.parse(JSON.stringify(writeBracketsModel(state, { tournament: 0 }))) as Record<string, unknown>;
}

/** Sets what is at a path such as `match[0].opponent1.id`. */
function put(model: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const keys = path.match(/[^.[\]]+/g)!;
  const holder = keys.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key) as object, model);
  Reflect.set(holder, keys.at(-1)!, value);
  return model;
}

/** What a field is, the values that are not that, and how that is said. */
const kinds: Record<string, [wrong: unknown[], said: string][]> = {
  id: [[[true, {}, Number.NaN, undefined], 'is no id']],
  text: [[[7, null, undefined], 'is no text']],
  boolean: [[[1, 'true'], 'is no boolean']],
  number: [[['1', Number.POSITIVE_INFINITY], 'is no number']],
  'from 0': [
    [['0', null, undefined], 'is no number'],
    [[-1, 0.5], 'is no whole number from 0'],
  ],
  'from 1': [
    [['1'], 'is no number'],
    [[0, 1.5], 'is no whole number from 1'],
  ],
  object: [[[7, [], 'x'], 'is no object']],
  list: [[[{}, null], 'is no list']],
  bracket: [[['swiss'], 'is no value of single_elimination, double_elimination, round_robin']],
  mode: [[['triple', 2], 'is no value of simple, double']],
  final: [[['triple', 2], 'is no value of none, simple, double']],
  result: [[['tie', 1], 'is no value of win, draw, loss']],
};

const fields: Record<string, string[]> = {
  id: [
    'participant[0].id',
    'participant[0].tournament_id',
    'stage[0].id',
    'stage[0].tournament_id',
    'group[0].id',
    'group[0].stage_id',
    'round[0].id',
    'round[0].stage_id',
    'round[0].group_id',
    'match[0].id',
    'match[0].stage_id',
    'match[0].group_id',
    'match[0].round_id',
    'match[0].opponent2.id',
    'match_game[0].id',
    'match_game[0].stage_id',
    'match_game[0].parent_id',
  ],
  text: ['participant[0].name', 'stage[0].name', 'stage[0].settings.seedOrdering[1]'],
  boolean: ['stage[0].settings.consolationFinal', 'stage[0].settings.skipFirstRound', 'match[1].opponent1.forfeit'],
  number: ['match[0].opponent1.score', 'match_game[0].opponent2.score'],
  'from 0': ['stage[0].number', 'match[0].child_count', 'match[0].status', 'match_game[0].status'],
  'from 1': [
    'group[0].number',
    'round[0].number',
    'match[0].number',
    'match_game[0].number',
    'match[0].opponent1.position',
  ],
  object: ['stage[0].settings', 'match[0].opponent1', 'match[0]'],
  list: ['participant', 'stage', 'group', 'round', 'match', 'match_game'],
  bracket: ['stage[0].type'],
  mode: ['stage[0].settings.roundRobinMode'],
  final: ['stage[0].settings.grandFinal'],
  result: ['match[0].opponent1.result', 'match_game[0].opponent1.result'],
};

const wrong = Object.entries(fields).flatMap(([kind, paths]) =>
  paths.flatMap((path) =>
    kinds[kind]!.flatMap(([values, said]) => values.map((value): [string, unknown, string] => [path, value, said])),
  ),
);

describe('the rows of a brackets-model', () => {
  it.each(wrong)('are refused when %s is %j, which %s', (path, value, said) => {
    expect(() => readBracketsModel(put(whole(), path, value))).toThrow(refused('invalid-brackets-model'));
    expect(() => readBracketsModel(put(whole(), path, value))).toThrow(`${path} ${said}.`);
  });

  it.each([
    'group[0].stage_id',
    'round[0].group_id',
    'match[0].round_id',
    'match[0].group_id',
    'match_game[0].parent_id',
    'match[0].opponent1.id',
    'match[0].opponent2.id',
  ])('are refused when %s names nothing that is there', (path) => {
    expect(() => readBracketsModel(put(whole(), path, 'nowhere'))).toThrow(
      `${path} names nowhere, which is not there.`,
    );
  });

  it.each(['participant', 'group', 'round', 'match', 'match_game'])(
    'are refused when two of %s have one id',
    (table) => {
      const first = Reflect.get(Reflect.get(whole(), table) as object[], 0) as { id: unknown };
      expect(() => readBracketsModel(put(whole(), `${table}[1].id`, first.id))).toThrow(
        `${table}[1].id is there twice.`,
      );
    },
  );

  it.each([
    ...['consolationFinal', 'skipFirstRound', 'roundRobinMode', 'seedOrdering'].map(
      (name) => `stage[0].settings.${name}`,
    ),
    ...['position', 'score', 'result', 'forfeit'].map((name) => `match[2].opponent1.${name}`),
  ])('may have nothing as %s', (path) => {
    expect(readBracketsModel(put(whole(), path, null)).state).toEqual(readBracketsModel(whole()).state);
    expect(readBracketsModel(put(whole(), path, undefined)).state).toEqual(readBracketsModel(whole()).state);
  });

  it.each([null, [], 'text', 7])('are refused when they are %j', (data) => {
    expect(() => readBracketsModel(data)).toThrow('The model is no object.');
  });
});
