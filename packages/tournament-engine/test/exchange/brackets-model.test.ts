import * as fc from 'fast-check';
import { EngineError, execute, readBracketsModel, writeBracketsModel, type BracketsModel } from '../../src/index.js';
import { orders } from '../oracles/brackets-tournaments.js';
import { factsOf, Managed } from '../oracles/managed.js';
import { runs } from '../runs.js';
import { drawn, matchesOf, refused } from '../support.js';

describe('a brackets-model that is wrong', () => {
  const seeded = (count: number, size: number) =>
    Array.from({ length: size }, (_name, index) => (index < count ? `p${index + 1}` : null));

  it('is repaired where somebody is forgotten behind three byes', async () => {
    const managed = new Managed();
    const seedOrdering = ['half_shift' as const, ...orders.slice(0, 1), 'natural' as const, 'natural' as const];
    await managed.create({ type: 'double_elimination', seeding: seeded(10, 16), settings: { seedOrdering } });
    for (const match of await managed.ready()) await managed.play(match, 'win', true);
    const model = await managed.model();
    const lower = Object.entries(factsOf(model)).filter(([key]) => key.startsWith('2.3.1'));
    expect(JSON.stringify(lower)).not.toContain('p10');
    const { state } = readBracketsModel(model);
    const behind = matchesOf(state).find(({ section, round }) => section === 'losers' && round === 5);
    expect(behind?.sides).toContain(10);
  });

  it('is refused where a correction across a bye left somebody in both brackets', async () => {
    const managed = new Managed();
    await managed.create({ type: 'double_elimination', seeding: seeded(7, 8), settings: { grandFinal: 'double' } });
    const find = async (one: number, other: number) =>
      (await managed.ready()).find(
        ({ opponent1, opponent2 }) => opponent1?.id === one - 1 && opponent2?.id === other - 1,
      )!;
    const upset = await find(4, 5);
    await managed.play(upset, 'win', true);
    await managed.play(await find(2, 7), 'win', true);
    await managed.play(await find(3, 6), 'win', true);
    await managed.play(await find(2, 3), 'win', true);
    const lower = (await managed.ready()).find(({ opponent2 }) => opponent2?.id === 4);
    await managed.play(lower!, 'win', false);
    expect(() => readBracketsModel({})).toThrow(code);
    const { state } = readBracketsModel(await managed.model());
    expect(state.head.version).toBeGreaterThan(5);
    await managed.manager.update.match({ id: upset.id, opponent1: { result: 'loss' }, opponent2: { result: 'win' } });
    const model = await managed.model();
    expect(() => readBracketsModel(model)).toThrow(code);
    expect(() => readBracketsModel(model)).toThrow(
      /match\[\d+\]\.opponent\d is not who the results before it send there/,
    );
  });

  const code = refused('invalid-brackets-model');
  const plain = (): BracketsModel =>
    writeBracketsModel(drawn(4, { format: 'single-elimination', bestOf: 3 }), { tournament: 0 });

  it.each<[string, (model: BracketsModel) => unknown, string | RegExp]>([
    ['text', () => 'no model', 'The model is no object.'],
    ['no matches', (model) => ({ ...model, match: undefined }), 'match is no list.'],
    [
      'a match without status',
      (model) => (Reflect.deleteProperty(model.match[0]!, 'status'), model),
      'match[0].status is no number.',
    ],
    [
      'an unknown type',
      (model) => (Reflect.set(model.stage[0]!, 'type', 'swiss'), model),
      /^stage\[0\]\.type is no value of/,
    ],
    [
      'a score of letters',
      (model) => (Reflect.set(model.match[0]!.opponent1!, 'score', 'two'), model),
      'match[0].opponent1.score is no number.',
    ],
    ['half a round', (model) => ((model.round[0]!.number = 0.5), model), 'round[0].number is no whole number from 1.'],
    [
      'a round without group',
      (model) => ((model.round[0]!.group_id = 9), model),
      'round[0].group_id names 9, which is not there.',
    ],
    [
      'an unknown participant',
      (model) => ((model.match[0]!.opponent1!.id = 'x'), model),
      'match[0].opponent1.id names x, which is not there.',
    ],
    [
      'a participant twice',
      (model) => (model.participant.push(model.participant[0]!), model),
      'participant[4].id is there twice.',
    ],
    [
      'a match number twice',
      (model) => ((model.match[1]!.number = 1), model),
      'match[1].number is there twice in its round.',
    ],
    [
      'seeds to come',
      (model) => ((model.match[0]!.opponent1 = { id: null }), model),
      'The seeds are not known yet: a side of the first round has no participant.',
    ],
    [
      'no final',
      (model) => (model.match.pop(), model.match_game.splice(6), model),
      'The stage has no match for main 2.1.',
    ],
    [
      'two stages',
      (model) => (model.stage.push({ ...model.stage[0]!, id: 1 }), model),
      'There are several stages: say which one.',
    ],
    [
      'games that differ',
      (model) => ((model.match[1]!.child_count = 5), model),
      'match[1].child_count differs from others of the same round.',
    ],
    [
      'two winners',
      (model) => (results(model, 'win', 'win'), model),
      'match[0] has results that contradict each other.',
    ],
    ['a draw in a bracket', (model) => (results(model, 'draw', 'draw'), model), 'match[0]: This match needs a winner.'],
    [
      'a loser with more games',
      (model) => (results(model, 'win', 'loss', [0, 2]), model),
      'match[0]: The winner is not the one whom the score makes it.',
    ],
    [
      'somebody who did not win',
      (model) => ((model.match[2]!.opponent1 = { id: 'e1' }), model),
      'match[2].opponent1 is not who the results before it send there.',
    ],
    [
      'a result before its time',
      (model) => ((model.match[2]!.opponent1!.result = 'win'), model),
      /^match\[2\]: Match 2 waits/,
    ],
  ])('is refused for %s, with the path', (_what, spoil, message) => {
    const wrong = spoil(plain());
    expect(() => readBracketsModel(wrong)).toThrow(code);
    expect(() => readBracketsModel(wrong)).toThrow(message);
  });

  it('is refused where a round robin leaves a pair out, and where a match has no place', () => {
    const league = (): BracketsModel => writeBracketsModel(drawn(4, { format: 'round-robin' }), { tournament: 0 });
    const short = league();
    short.match.pop();
    expect(() => readBracketsModel(short)).toThrow('The stage: In a group everybody meets everybody equally often.');
    const cup = writeBracketsModel(drawn(4, { format: 'single-elimination', placement: 'third' }), { tournament: 0 });
    cup.stage[0]!.settings.consolationFinal = false;
    expect(() => readBracketsModel(cup)).toThrow(/^match\[\d\] has no place in this stage\.$/);
    const swapped = plain();
    swapped.match[1]!.number = 3;
    expect(() => readBracketsModel(swapped)).toThrow('The stage has no match for main 1.2.');
  });

  it('is refused for formats that the engine does not have', async () => {
    const managed = new Managed();
    await managed.create({ type: 'double_elimination', seeding: seeded(8, 8), settings: { skipFirstRound: true } });
    const model = await managed.model();
    expect(() => readBracketsModel(model)).toThrow(/skipFirstRound/);
    expect(() => readBracketsModel(model, 7)).toThrow('There is no stage 7.');
  });

  it('is never worse than refused, whatever is in it', () => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, Number.NaN, -1, 0, 1, 1e9, 'e1', {}, []));
    fc.assert(
      fc.property(fc.nat(), fc.nat(), values, fc.boolean(), (row, field, value, played) => {
        const state = drawn(5, { format: 'double-elimination' });
        const model = plainJson(
          writeBracketsModel(played ? execute(state, { type: 'report', match: 1, winner: 1 }).state : state, {
            tournament: 0,
          }),
        );
        const places = leavesOf(model);
        const [holder, key] = places[(row * 31 + field) % places.length]!;
        Reflect.set(holder, key, value);
        expect(outcomeOf(() => readBracketsModel(model))).toMatch(/^(?:taken|invalid-brackets-model)$/);
      }),
      runs(300),
    );
  });

  it('is not written for formats that it has no place for', () => {
    const write =
      (...stages: Parameters<typeof drawn> extends [number, ...infer S] ? S : never) =>
      () =>
        writeBracketsModel(drawn(6, ...stages), { tournament: 0 });
    expect(write({ format: 'swiss', rounds: 2 })).toThrow(code);
    expect(write({ format: 'stepladder' })).toThrow(code);
    expect(write({ format: 'single-elimination', placement: 'all' })).toThrow(code);
  });
});

function outcomeOf(act: () => unknown): string {
  try {
    act();
    return 'taken';
  } catch (error) {
    return error instanceof EngineError ? error.code : String(error);
  }
}

function results(model: BracketsModel, one: 'win' | 'draw', other: 'win' | 'loss' | 'draw', score?: [number, number]) {
  const match = model.match[0]!;
  Object.assign(match.opponent1!, { result: one }, score && { score: score[0] });
  Object.assign(match.opponent2!, { result: other }, score && { score: score[1] });
}

function plainJson(model: BracketsModel): Record<string, object> {
  return JSON.parse(JSON.stringify(model)) as Record<string, object>;
}

/** Every field of a JSON value, however deep. */
function leavesOf(value: object): [object, string][] {
  const found: [object, string][] = [];
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    found.push([value, key]);
    if (typeof inner === 'object' && inner !== null) for (const leaf of leavesOf(inner)) found.push(leaf);
  }
  return found;
}
