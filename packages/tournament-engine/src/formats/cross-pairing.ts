import { seedOrder } from './seed-order.js';

/** Who takes a side of the first round: the place of a group (both from 0), or nobody. */
export type GroupPlace = { group: number; place: number } | null;

/**
 * The first round of a play-off after groups, top to bottom: winners take the best seeds, then the seconds, and so on.
 * Entrants of one group are as far apart as they can be: winner and second in different halves, the first four in
 * different quarters. Between equal choices neighbouring groups meet: A1-B2, C1-D2 | B1-A2, D1-C2 for four groups.
 * @param groups how many
 * @param top how many qualify of each
 * @param best how many more qualify; they are placed when they are known, as `{ group: -1, place: top }`
 */
export function crossPairing(groups: number, top: number, best = 0): GroupPlace[] {
  const qualified = groups * top + best;
  const size = 2 ** Math.ceil(Math.log2(Math.max(qualified, 2)));
  const seeds = seedOrder(size);
  const sides: GroupPlace[] = seeds.map((seed) =>
    seed > groups * top && seed <= qualified ? { group: -1, place: top } : null,
  );
  for (let place = 0; place < top; place++) {
    const free = [...seeds.keys()].filter((at) => Math.floor(((seeds[at] ?? 0) - 1) / groups) === place);
    const section = size / 2 ** Math.ceil(Math.log2(place + 1));
    for (const [at, group] of assign(sides, place === 0 ? byHalves(free, seeds) : free, groups, section)) {
      sides[at] = { group, place };
    }
  }
  return sides;
}

/** Winners: the better half of the seeds keeps its order within each half of the bracket, the upper half first in turn. */
function byHalves(free: readonly number[], seeds: readonly number[]): number[] {
  const upper = free.filter((at) => at < seeds.length / 2);
  const lower = free.filter((at) => at >= seeds.length / 2);
  return free.map(
    (_at, index) => (index % 2 === 0 ? (upper.shift() ?? lower.shift()) : (lower.shift() ?? upper.shift())) ?? 0,
  );
}

/**
 * Gives each of the groups one of the free sides, no two of a group in one section where that is possible (augmenting
 * paths), else anywhere.
 */
function assign(
  sides: readonly GroupPlace[],
  free: readonly number[],
  groups: number,
  section: number,
): [number, number][] {
  const taken = new Map<number, number>();
  const allowed = (at: number, group: number): boolean => {
    const first = Math.floor(at / section) * section;
    return !sides.slice(first, first + section).some((side) => side?.group === group);
  };
  /** The neighbour of the group that the other side of the match belongs to comes first. */
  const wishes = (at: number): number[] => {
    const opponent = sides[at ^ 1];
    const all = Array.from({ length: groups }, (_group, index) => index);
    const wish = opponent ? opponent.group ^ 1 : -1;
    return all.includes(wish) ? [wish, ...all.filter((group) => group !== wish)] : all;
  };
  const find = (at: number, seen: Set<number>): boolean => {
    const possible = wishes(at).filter((group) => !seen.has(group) && allowed(at, group));
    const untaken = possible.find((group) => !taken.has(group));
    if (untaken !== undefined) {
      taken.set(untaken, at);
      return true;
    }
    for (const group of possible) {
      seen.add(group);
      if (!find(taken.get(group) ?? at, seen)) continue;
      taken.set(group, at);
      return true;
    }
    return false;
  };
  const unplaced = free.filter((at) => !find(at, new Set()));
  for (const at of unplaced) {
    const group = wishes(at).find((candidate) => !taken.has(candidate));
    if (group !== undefined) taken.set(group, at);
  }
  return [...taken].map(([group, at]) => [at, group]);
}
