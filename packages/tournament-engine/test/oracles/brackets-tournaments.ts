import * as fc from 'fast-check';
import { execute, listMatches, statusOf, writeBracketsModel, type BracketsModel, type State } from '../../src/index.js';
import { drawn, matchesOf } from '../support.js';
import { factsOf, Managed, type Happening } from './managed.js';

type Type = BracketsModel['stage'][number]['type'];

const happenings: Happening[] = ['win', 'score', 'score', 'games', 'games', 'forfeit', 'running'];
export const orders = ['natural', 'reverse', 'half_shift', 'reverse_half_shift', 'pair_flip'] as const;

export const types: Type[] = ['single_elimination', 'double_elimination', 'round_robin'];

const shapes = fc.record({
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
export type Shape = (typeof shapes extends fc.Arbitrary<infer T> ? T : never) & { type: Type };

/** Round robins of ten at most, as brackets-manager takes its time for hundreds of matches. */
export function stagesOf(type: Type): fc.Arbitrary<Shape> {
  const most = type === 'round_robin' ? 10 : Infinity;
  return shapes.map((shape) => Object.assign({}, shape, { type, entrants: Math.min(shape.entrants, most) }));
}

export async function created(shape: Shape): Promise<Managed> {
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
export async function playSome(
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
export function facts(model: BracketsModel, state: State): Record<string, unknown> {
  const all = factsOf(model);
  const reset = matchesOf(state).find(({ section }) => section === 'reset');
  if (reset === undefined || reset.sides.every((side) => typeof side === 'number')) return all;
  const { ['3.2.1']: _needless, ...others } = all;
  return others;
}

/** Plays everything that is left in both, and compares. */
export async function bothGoOn(managed: Managed, from: State, pick: (count: number) => number): Promise<string> {
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

/** A tournament of ours with some results of all kinds. */
export function ourTournament(shape: Shape, count: number, pick: (count: number) => number, noShows = true): State {
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
