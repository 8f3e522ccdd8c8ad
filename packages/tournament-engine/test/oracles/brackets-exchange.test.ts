import * as fc from 'fast-check';
import {
  EngineError,
  execute,
  listMatches,
  readBracketsModel,
  statusOf,
  writeBracketsModel,
  type BracketsModel,
  type State,
} from '../../src/index.js';
import { at, drawn, matchesOf, picker } from '../support.js';
import { factsOf, Managed, type Happening } from './managed.js';

type Type = BracketsModel['stage'][number]['type'];

const happenings: Happening[] = ['win', 'score', 'score', 'games', 'games', 'forfeit', 'running'];
const orders = ['natural', 'reverse', 'half_shift', 'reverse_half_shift', 'pair_flip'] as const;

const stages = fc.record({
  type: fc.constantFrom<Type>('single_elimination', 'double_elimination', 'round_robin'),
  entrants: fc.integer({ min: 3, max: 17 }),
  games: fc.constantFrom(0, 3),
  grandFinal: fc.constantFrom('none' as const, 'simple' as const, 'double' as const),
  third: fc.boolean(),
  groups: fc.integer({ min: 1, max: 3 }),
  dealing: fc.constantFrom('groups.effort_balanced' as const, 'groups.seed_optimized' as const),
  twice: fc.boolean(),
  first: fc.constantFrom('inner_outer' as const, ...orders),
  drops: fc.array(fc.constantFrom(...orders), { minLength: 5, maxLength: 5 }),
});
type Shape = typeof stages extends fc.Arbitrary<infer T> ? T : never;

async function created(shape: Shape): Promise<Managed> {
  const managed = new Managed();
  const { type, entrants, games } = shape;
  const names = Array.from({ length: entrants }, (_name, index) => `p${index + 1}`);
  if (type === 'round_robin') {
    const groupCount = Math.min(shape.groups, Math.floor(entrants / 2));
    const roundRobinMode = shape.twice ? ('double' as const) : ('simple' as const);
    const settings = { groupCount, seedOrdering: [shape.dealing], roundRobinMode, matchesChildCount: games };
    await managed.create({ type, seeding: names, settings });
    return managed;
  }
  const size = 2 ** Math.ceil(Math.log2(entrants));
  const seeding = [...names, ...Array.from({ length: size - entrants }, () => null)];
  // The last loser comes alone: no other order is possible.
  const drops = [...shape.drops.slice(0, Math.log2(size) - 1), 'natural' as const];
  const common = { matchesChildCount: games };
  // Where byes come together it forgets who comes out behind them: see below.
  const first = type === 'double_elimination' && size > entrants ? 'inner_outer' : shape.first;
  await managed.create(
    type === 'single_elimination'
      ? { type, seeding, settings: { ...common, seedOrdering: [first], consolationFinal: shape.third } }
      : { type, seeding, settings: { ...common, seedOrdering: [first, ...drops], grandFinal: shape.grandFinal } },
  );
  return managed;
}

/** Plays so many matches, whatever comes. */
async function playSome(
  managed: Managed,
  { type }: Shape,
  count: number,
  pick: (count: number) => number,
): Promise<void> {
  // Where nobody goes on it forgets who waits behind the bye that this leaves, as it does behind several others.
  const possible = type === 'round_robin' ? [...happenings, 'no-show' as const] : happenings;
  for (let played = 0; played < count; played++) {
    const ready = (await managed.ready()).filter(({ status }) => status === 2);
    const match = ready[pick(ready.length)];
    if (match === undefined) return;
    await managed.play(match, possible[pick(possible.length)] ?? 'win', pick(2) === 0);
  }
}

/** Matches of ours by where a model has them, with the second grand final only when it is needed. */
function facts(model: BracketsModel, state: State): Record<string, unknown> {
  const all = factsOf(model);
  const reset = matchesOf(state).find(({ section }) => section === 'reset');
  if (reset === undefined || reset.sides.every((side) => typeof side === 'number')) return all;
  const { ['3.2.1']: _needless, ...others } = all;
  return others;
}

describe('a brackets-model of brackets-manager', () => {
  it('is imported to the same matches, opponents and results, wherever the tournament stands', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(stages, fc.nat({ max: 40 }), picker, async (shape, count, pick) => {
        const managed = await created(shape);
        await playSome(managed, shape, count, pick);
        const model = await managed.model();
        const { state, participants, name } = readBracketsModel(model);
        const options = { tournament: 0, nameOf: (id: unknown) => participants.find((one) => one.id === id)!.name };
        expect(facts(writeBracketsModel(state, options), state)).toEqual(facts(model, state));
        expect(name).toBe('theirs');
        seen.add(shape.type);
      }),
      { numRuns: 60 },
    );
    expect(seen.size).toBe(3);
  });

  it('goes on here as it would have gone on there', async () => {
    await fc.assert(
      fc.asyncProperty(stages, fc.nat({ max: 12 }), picker, async (shape, count, pick) => {
        const managed = await created(shape);
        await playSome(managed, shape, count, pick);
        expect(await bothGoOn(managed, readBracketsModel(await managed.model()).state, pick)).toBe('the same');
      }),
      { numRuns: 25 },
    );
  });
});

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

  const code = expect.objectContaining({ code: 'invalid-brackets-model' });
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
      { numRuns: 300 },
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

/** Plays everything that is left in both, and compares. */
async function bothGoOn(managed: Managed, from: State, pick: (count: number) => number): Promise<string> {
  let state = from;
  for (;;) {
    const open = matchesOf(state).filter((match) => ['ready', 'running'].includes(statusOf(match)));
    const match = open[pick(open.length)];
    if (match === undefined) break;
    const written = writeBracketsModel(state, { tournament: 0 });
    const ours = written.match[match.id]!;
    const ids = [ours.opponent1?.id, ours.opponent2?.id];
    const key = Object.keys(factsOf(written))[match.id]!;
    const model = await managed.model();
    const their = model.match[Object.keys(factsOf(model)).indexOf(key)]!;
    expect([their.opponent1?.id, their.opponent2?.id]).toEqual(ids);
    const first = pick(2) === 0;
    await managed.manager.update.match({
      id: their.id,
      opponent1: first ? { result: 'win' } : {},
      opponent2: first ? {} : { result: 'win' },
    });
    state = execute(state, { type: 'report', match: match.id, winner: first ? 0 : 1 }).state;
  }
  const nameOf = new Map((await managed.model()).participant.map(({ id, name }) => [id, name]));
  const options = { tournament: 0, nameOf: (id: number | string) => nameOf.get(id) ?? '?' };
  const winners = (model: BracketsModel) =>
    Object.values(facts(model, state)).map((fact) => JSON.stringify(fact).replaceAll(/,"score":\d+/g, ''));
  expect(winners(writeBracketsModel(state, options))).toEqual(winners(await managed.model()));
  expect(listMatches(state, { status: ['ready', 'waiting'] })).toEqual([]);
  return 'the same';
}

describe('what is exported', () => {
  it('is imported by brackets-manager, which goes on playing it to the same end', async () => {
    await fc.assert(
      fc.asyncProperty(stages, fc.nat({ max: 20 }), picker, async (shape, count, pick) => {
        const state = ourTournament(shape, count, pick, shape.type === 'round_robin');
        const managed = new Managed();
        await managed.take(writeBracketsModel(state, { tournament: 0 }));
        expect(await bothGoOn(managed, state, pick)).toBe('the same');
      }),
      { numRuns: 30 },
    );
  });

  it('is imported again to the same state, match for match', () => {
    fc.assert(
      fc.property(stages, fc.nat({ max: 40 }), picker, (shape, count, pick) => {
        const state = ourTournament(shape, count, pick);
        const written = writeBracketsModel(state, { tournament: 0 });
        const again = readBracketsModel(JSON.parse(JSON.stringify(written))).state;
        for (const { id, sides, decision, result, bestOf } of matchesOf(state)) {
          const other = at(again, id);
          expect([other.sides, other.decision, other.bestOf]).toEqual([sides, decision, bestOf]);
          // The points of a single game are the score, and nothing else; why nobody played is not kept.
          const played = result?.kind === 'played' && bestOf === 1 ? { ...result, games: [] } : result;
          const reason = played?.kind === 'walkover' ? { ...played, reason: 'no-show' } : played;
          expect(other.result).toEqual(reason);
        }
        expect(writeBracketsModel(again, { tournament: 0 })).toEqual(written);
      }),
      { numRuns: 60 },
    );
  });
});

/** A tournament of ours with some results of all kinds. */
function ourTournament(shape: Shape, count: number, pick: (count: number) => number, noShows = true): State {
  const bestOf = shape.games || 1;
  const groups = Math.min(shape.groups, Math.floor(shape.entrants / 2));
  const grandFinal = ({ none: 'none', simple: 'single', double: 'reset' } as const)[shape.grandFinal];
  let state =
    shape.type === 'round_robin'
      ? drawn(shape.entrants, { format: 'round-robin', groups, meetings: shape.twice ? 2 : 1, draws: true, bestOf })
      : shape.type === 'single_elimination'
        ? drawn(shape.entrants, { format: 'single-elimination', placement: shape.third ? 'third' : 'none', bestOf })
        : drawn(shape.entrants, { format: 'double-elimination', grandFinal, bestOf });
  for (let played = 0; played < count; played++) {
    const open = matchesOf(state).filter((match) => statusOf(match) === 'ready');
    const next = open[pick(open.length)];
    if (next === undefined) break;
    const { id: match } = next;
    const winner = pick(2) === 0 ? 0 : 1;
    const report = { type: 'report', match } as const;
    const games: [number, number][] = Array.from({ length: Math.ceil(bestOf / 2) }, () => (winner ? [7, 11] : [11, 7]));
    const commands = [
      { ...report, winner },
      { ...report, games },
      { ...report, score: bestOf > 1 ? ([winner ? 1 : 2, winner ? 2 : 1] as const) : ([winner, 1 - winner] as const) },
      { type: 'walkover', match, winner },
      ...(noShows ? [{ type: 'no-show', match }] : []),
      { type: 'start', match },
      ...(bestOf > 1 ? [{ ...report, games: games.slice(0, 1) }] : []),
      ...(shape.type === 'round_robin' ? [{ ...report, winner: 'draw' }] : []),
    ] as Parameters<typeof execute>[1][];
    state = execute(state, commands[pick(commands.length)]!).state;
  }
  return state;
}
