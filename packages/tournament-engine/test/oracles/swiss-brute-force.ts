import type { EntrantId, Game, SwissInput, SwissRound } from '../../src/index.js';

/** Written from the rules, without the engine's code: score, floats and sides are looked up in the games each time. */
const worth = (game: Game, who: EntrantId, input: SwissInput): number => {
  const points = input.options?.points ?? { win: 1, draw: 0.5, loss: 0 };
  const won = game.outcome === (game.sides[0] === who ? 'first' : 'second');
  if (game.kind === 'bye') return points.bye ?? points.win;
  if (won) return points.win;
  if (game.outcome === 'draw') return points.draw;
  return game.kind === 'requested-bye' ? 0 : points.loss;
};

const of = (input: SwissInput, who: EntrantId): Game[] => input.games.filter((game) => game.sides.includes(who));

export const scoreBefore = (input: SwissInput, who: EntrantId, round: number): number =>
  of(input, who)
    .filter((game) => game.round < round)
    .reduce((sum, game) => sum + worth(game, who, input), 0);

const nextRound = (input: SwissInput): number => 1 + Math.max(0, ...input.games.map((game) => game.round));

export function allowed(input: SwissInput, a: EntrantId, b: EntrantId): boolean {
  const met = of(input, a).some((game) => game.kind === 'played' && game.sides.includes(b));
  return !met && !(input.forbidden ?? []).some((pair) => pair.includes(a) && pair.includes(b));
}

export function byeAllowed(input: SwissInput, who: EntrantId): boolean {
  return !of(input, who).some(
    (game) =>
      game.kind === 'bye' || (game.kind !== 'played' && game.outcome === (game.sides[0] === who ? 'first' : 'second')),
  );
}

function floatIn(input: SwissInput, who: EntrantId, round: number): number {
  const game = of(input, who).find((item) => item.round === round);
  if (game === undefined) return 0;
  if (game.kind !== 'played') return byeAllowed({ ...input, games: [game] }, who) ? 0 : -1;
  const opponent = game.sides[0] === who ? game.sides[1] : game.sides[0];
  return Math.sign(scoreBefore(input, opponent ?? '', round) - scoreBefore(input, who, round));
}

function repeats(input: SwissInput, who: EntrantId, direction: number): number {
  const round = nextRound(input);
  return [1, 2].reduce((sum, ago) => sum + (floatIn(input, who, round - ago) === direction ? 3 - ago : 0), 0);
}

/** [side due, how much] as the rules of sides say; sides are 0 and 1. */
function due(input: SwissInput, who: EntrantId): [number, number] {
  const sides = of(input, who)
    .filter((game) => game.kind === 'played')
    .sort((a, b) => a.round - b.round)
    .map((game) => (game.sides[0] === who ? 0 : 1));
  const [last, previous] = [sides.at(-1), sides.at(-2)];
  if (last === undefined) return [0, 0];
  const surplus = sides.filter((side) => side === 0).length - sides.filter((side) => side === 1).length;
  if (last === previous) return [1 - last, 3];
  if (surplus === 0) return [1 - last, 1];
  return [surplus > 0 ? 1 : 0, Math.abs(surplus) >= 2 ? 3 : 2];
}

/** What the pairing minimises, most important first; compared as a list. */
export function quality(input: SwissInput, pairs: readonly (readonly [EntrantId, EntrantId])[], bye: EntrantId | null) {
  const round = nextRound(input);
  const active = input.entrants.filter((entrant) => entrant.active).map((entrant) => entrant.id);
  const score = new Map(active.map((id) => [id, scoreBefore(input, id, round)]));
  const at = (id: EntrantId): number => score.get(id) ?? Number.NaN;
  const scores = [...new Set(score.values())].sort((a, b) => b - a);
  const group = (id: EntrantId): EntrantId[] => active.filter((other) => at(other) === at(id));
  const place = (id: EntrantId): number => group(id).indexOf(id);
  const result = [bye === null ? 0 : at(bye), 0, 0, 0, 0];
  const add = (index: number, value: number): void => {
    result[index] = (result[index] ?? 0) + value;
  };
  if (bye !== null) {
    const played = of(input, bye).filter((game) => game.kind === 'played').length;
    add(2, round - 1 - played + repeats(input, bye, -1));
    add(4, 2 * (group(bye).length - 1 - place(bye)));
  }
  for (const [a, b] of pairs) {
    const [high, low] = at(a) > at(b) || (at(a) === at(b) && place(a) < place(b)) ? [a, b] : [b, a];
    const distance = scores.indexOf(at(low)) - scores.indexOf(at(high));
    add(1, distance ** 2);
    if (distance > 0) {
      add(2, repeats(input, high, -1) + repeats(input, low, 1));
      add(4, group(high).length - 1 - place(high) + place(low));
    } else {
      add(4, Math.abs(place(low) - place(high) - Math.floor(group(high).length / 2)));
    }
    if (input.options?.balanceSides === true) {
      const [[sideA, strengthA], [sideB, strengthB]] = [due(input, a), due(input, b)];
      if (sideA === sideB) add(3, Math.min(strengthA, strengthB));
    }
  }
  return result;
}

export function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

/** The best quality of all legal pairings, or null when there is none. Tries all: for up to ten entrants. */
export function bestQuality(input: SwissInput): number[] | null {
  const active = input.entrants.filter((entrant) => entrant.active).map((entrant) => entrant.id);
  let best: number[] | null = null;
  const visit = (open: EntrantId[], pairs: [EntrantId, EntrantId][], bye: EntrantId | null): void => {
    const [first, ...rest] = open;
    if (first === undefined) {
      const found = quality(input, pairs, bye);
      if (best === null || compare(found, best) < 0) best = found;
      return;
    }
    for (const other of rest) {
      if (allowed(input, first, other))
        visit(
          rest.filter((id) => id !== other),
          [...pairs, [first, other]],
          bye,
        );
    }
    if (active.length % 2 === 1 && bye === null && byeAllowed(input, first)) visit(rest, pairs, first);
  };
  visit(active, [], null);
  return best;
}

export const qualityOf = (input: SwissInput, round: SwissRound): number[] =>
  quality(
    input,
    round.pairs.map(({ sides }) => sides),
    round.bye,
  );
