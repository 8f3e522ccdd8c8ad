import type { Feed } from '../model/match.js';
import { bestOfRound } from './best-of.js';
import type { BracketBuilder } from './bracket-builder.js';
import { invalidBracket, parseBracket, type Definition, type Reference } from './custom-text.js';

/** A match of the text with what follows from the others. */
interface Ordered extends Definition {
  /** One more than the latest match that feeds it. */
  round: number;
  /** Defeats that somebody has who comes here. */
  defeats: number;
}

/**
 * A bracket of any shape from a text, checked whole: every seed and every match is there, nobody goes two ways, and no
 * match waits for itself.
 * @throws EngineError `invalid-bracket` with the line and column
 */
export function customBracket(
  builder: BracketBuilder,
  entrants: readonly Feed[],
  { bracket, bestOf }: { bracket: string; bestOf?: number | readonly number[] },
): void {
  const definitions = parseBracket(bracket);
  checkUses(bracket, definitions, entrants.length);
  const ordered = inOrder(bracket, definitions);
  const places = placesOf(ordered);
  const ids = new Map<string, number>();
  const numbers = new Map<number, number>();
  for (const match of ordered) {
    const number = (numbers.get(match.round) ?? 0) + 1;
    numbers.set(match.round, number);
    const feedOf = (side: Reference): Feed => {
      if ('seed' in side) return entrants[side.seed - 1] ?? { from: 'bye' };
      return { from: side.outcome, match: ids.get(side.of) ?? Number.NaN };
    };
    const common = {
      section: 'custom',
      round: match.round,
      bestOf: bestOfRound(bestOf, match.round),
    } as const;
    const feeds = [feedOf(match.sides[0]), feedOf(match.sides[1])] as const;
    ids.set(match.name, builder.add({ ...common, places: places.get(match.name) ?? [1, 1] }, number, feeds));
  }
}

function checkUses(text: string, definitions: Definition[], entrants: number): void {
  const names = new Set<string>();
  for (const { name, at } of definitions) {
    if (names.has(name)) throw invalidBracket(text, at, `The match ${name} is defined twice`);
    names.add(name);
  }
  const used = new Set<string>();
  for (const side of definitions.flatMap((match) => match.sides)) {
    const key = 'seed' in side ? `Seed ${side.seed}` : `The ${side.outcome} of ${side.of}`;
    if ('seed' in side && (side.seed < 1 || side.seed > entrants)) {
      throw invalidBracket(text, side.at, `There is no seed ${side.seed} among ${entrants} entrants`);
    }
    if ('of' in side && !names.has(side.of)) throw invalidBracket(text, side.at, `There is no match ${side.of}`);
    if (used.has(key)) throw invalidBracket(text, side.at, `${key} is used twice`);
    used.add(key);
  }
  for (let seed = 1; seed <= entrants; seed++) {
    if (!used.has(`Seed ${seed}`)) throw invalidBracket(text, text.length, `Seed ${seed} is in no match`);
  }
}

/** Every match after those that feed it, else in the order of the text. @throws EngineError when some wait in a circle */
function inOrder(text: string, definitions: Definition[]): Ordered[] {
  const byName = new Map(definitions.map((match) => [match.name, match]));
  const done = new Map<string, Ordered>();
  const open = new Set<string>();
  /** Iterative, so that a long ladder is no deep recursion. */
  const visit = (start: Definition): void => {
    const stack = [start];
    for (let match = stack.at(-1); match !== undefined; match = stack.at(-1)) {
      const feeders = match.sides.flatMap((side) => ('of' in side ? [side.of] : []));
      const missing = feeders.find((name) => !done.has(name));
      if (done.has(match.name)) stack.pop();
      else if (missing === undefined) {
        done.set(match.name, { ...match, ...rankAmong(match, done) });
        open.delete(match.name);
        stack.pop();
      } else {
        open.add(match.name);
        const feeder = byName.get(missing);
        if (feeder === undefined || open.has(missing)) {
          throw invalidBracket(text, match.at, `The match ${match.name} waits for itself`);
        }
        stack.push(feeder);
      }
    }
  };
  definitions.forEach(visit);
  return [...done.values()];
}

function rankAmong({ sides }: Definition, done: Map<string, Ordered>): Pick<Ordered, 'round' | 'defeats'> {
  const feeders = sides.map((side) => {
    if ('seed' in side) return { round: 0, defeats: 0 };
    const { round, defeats } = done.get(side.of) ?? { round: 0, defeats: 0 };
    return { round, defeats: defeats + (side.outcome === 'loser' ? 1 : 0) };
  });
  return {
    round: 1 + Math.max(...feeders.map((feeder) => feeder.round)),
    defeats: Math.min(...feeders.map((feeder) => feeder.defeats)),
  };
}

/**
 * Who goes no further is placed by how far they came: later rounds first, then fewer defeats, then winners; equals
 * share a place.
 */
function placesOf(ordered: Ordered[]): Map<string, [number, number]> {
  const onwards = new Set(
    ordered.flatMap((match) => match.sides.map((side) => ('of' in side ? `${side.outcome} ${side.of}` : ''))),
  );
  const exits = ordered
    .flatMap((match) =>
      (['winner', 'loser'] as const).map((outcome, side) => ({
        name: match.name,
        outcome,
        key: [-match.round, match.defeats, side] as const,
      })),
    )
    .filter(({ outcome, name }) => !onwards.has(`${outcome} ${name}`))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2]);
  const places = new Map<string, [number, number]>();
  let place = 0;
  for (const [at, exit] of exits.entries()) {
    if (exits[at - 1]?.key.join() !== exit.key.join()) place = at + 1;
    const [winner, loser] = places.get(exit.name) ?? [1, 1];
    places.set(exit.name, exit.outcome === 'winner' ? [place, loser] : [winner, place]);
  }
  return places;
}
