import * as fc from 'fast-check';
import {
  begin,
  execute,
  getAt,
  itemsOf,
  statusOf,
  type Command,
  type EngineError,
  type Match,
  type StagePlan,
  type State,
  type TournamentEvent,
} from '../src/index.js';

/** A tournament of one or more stages with entrants `e1`, `e2`, ... in the order of their seeds. */
export function drawn(entrants: number, ...stages: StagePlan[]): State {
  return begin({ entrants: names(entrants), stages }).state;
}

export function names(count: number): string[] {
  return Array.from({ length: count }, (_name, index) => `e${index + 1}`);
}

export function matchesOf(state: State): Match[] {
  return [...itemsOf(state.matches)];
}

/** Those in which somebody has something to do or to win. */
export function realMatches(state: State): Match[] {
  return matchesOf(state).filter((match) => !['void', 'bye'].includes(statusOf(match)));
}

export function match(state: State, section: Match['section'], round: number, number: number): Match {
  const found = matchesOf(state).find((m) => m.section === section && m.round === round && m.number === number);
  if (found === undefined) throw new RangeError(`there is no match ${section} ${round}.${number}`);
  return found;
}

export function at(state: State, id: number): Match {
  return getAt(state.matches, id);
}

/** Does all commands in turn. */
export function doAll(state: State, ...commands: Command[]): State {
  return commands.reduce((now, command) => execute(now, command).state, state);
}

/** Which of two entrants wins: any rule that depends on nothing else will do. */
export type Judge = (a: number, b: number) => number;
export const favourite: Judge = (a, b) => Math.min(a, b);
export const judge = fc.func(fc.boolean()).map((flip): Judge => (a, b) => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return flip(low, high) ? high : low;
});

export const picker = fc.infiniteStream(fc.nat()).map((stream) => (count: number): number => {
  const next = stream.next();
  return next.done === true ? 0 : next.value % Math.max(count, 1);
});

/** The report that the judge makes of a match that is ready. */
export function verdict({ id, sides }: Match, decide: Judge): Command {
  return { type: 'report', match: id, winner: decide(Number(sides[0]), Number(sides[1])) === sides[0] ? 0 : 1 };
}

/** Plays everything, always taking the ready match that `pick` chooses; Swiss rounds are drawn as they come. */
export function playAll(
  state: State,
  decide: Judge = favourite,
  pick: (count: number) => number = () => 0,
): { state: State; order: number[]; events: TournamentEvent[] } {
  const order: number[] = [];
  const events: TournamentEvent[] = [];
  let now = state;
  const ready = new Set(matchesOf(state).flatMap((m) => (statusOf(m) === 'ready' ? [m.id] : [])));
  const todo = (command: Command): void => {
    const done = execute(now, command);
    now = done.state;
    events.push(...done.events);
    for (const id of done.changed.matches) {
      if (statusOf(at(now, id)) === 'ready') ready.add(id);
      else ready.delete(id);
    }
  };
  for (let steps = 0; ; steps++) {
    if (steps > 2 * now.matches.size + 20) throw new RangeError('the tournament never ends');
    const id = [...ready][pick(ready.size)];
    if (id !== undefined) {
      todo(verdict(at(now, id), decide));
      order.push(id);
      continue;
    }
    const swiss = [...itemsOf(now.stages)].find(
      ({ plan, tables }) => plan.format === 'swiss' && getAt(now.tables, tables[0]).ranges.length < plan.rounds,
    );
    if (swiss === undefined || getAt(now.tables, swiss.tables[0]).members.includes(null))
      return { state: now, order, events };
    todo({ type: 'next-round', stage: swiss.id });
  }
}

/** An error that programs know by its code and people by its sentence. */
export function refused(code: string): Error {
  return expect.objectContaining({ code, message: expect.stringMatching(sentence) });
}

const sentence = /^\S.*\S$/s;

/** Code and affected matches of the refusal. */
export function refusal(act: () => unknown): Pick<EngineError, 'code' | 'affected'> | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    const { code, affected, message } = error as EngineError;
    expect(message).toMatch(sentence);
    return { code, affected };
  }
}
