import { EngineError } from '../errors.js';
import { seededRandom } from '../random.js';
import type { EntrantId } from '../standings/game.js';

/** Highest rating first; those without one last. Equals stay in the order given. */
export function seedByRating(entrants: readonly { id: EntrantId; rating: number | null }[]): EntrantId[] {
  return entrants.toSorted((a, b) => compareMissingLast(a.rating, b.rating, -1)).map(({ id }) => id);
}

/** In the order of an earlier final table, those who were not in it last. Equals stay in the order given. */
export function seedByPrevious(
  entrants: readonly EntrantId[],
  previous: readonly { entrant: EntrantId; rank: number | null }[],
): EntrantId[] {
  const ranks = new Map(previous.map(({ entrant, rank }) => [entrant, rank]));
  return entrants.toSorted((a, b) => compareMissingLast(ranks.get(a) ?? null, ranks.get(b) ?? null, 1));
}

/** By lot: the same seed and the same entrants in the same order give the same draw. */
export function seedAtRandom(entrants: readonly EntrantId[], seed: number | string): EntrantId[] {
  return seededRandom(seed).shuffle(entrants);
}

/**
 * Puts some entrants on fixed seeds (from 1); the others keep their order on the seeds that are left.
 * @throws EngineError `invalid-seeds` for a seed that does not exist or is taken, or an entrant who is not there or
 * locked twice; `repeated-entrant`
 */
export function seedWithLocks(
  order: readonly EntrantId[],
  locks: readonly { entrant: EntrantId; seed: number }[],
): EntrantId[] {
  if (new Set(order).size < order.length) throw new EngineError('repeated-entrant', 'An entrant is listed twice.');
  const bySeed = new Map<number, EntrantId>();
  const locked = new Set<EntrantId>();
  for (const { entrant, seed } of locks) {
    if (!Number.isInteger(seed) || seed < 1 || seed > order.length || bySeed.has(seed)) {
      throw new EngineError('invalid-seeds', `Seed ${seed} does not exist or is locked twice.`);
    }
    if (!order.includes(entrant) || locked.has(entrant)) {
      throw new EngineError('invalid-seeds', `Entrant ${entrant} does not take part or is locked twice.`);
    }
    bySeed.set(seed, entrant);
    locked.add(entrant);
  }
  const others = order.filter((entrant) => !locked.has(entrant)).values();
  const result: EntrantId[] = [];
  for (let seed = 1; seed <= order.length; seed += 1) {
    const entrant = bySeed.get(seed) ?? others.next().value;
    if (entrant !== undefined) result.push(entrant);
  }
  return result;
}

function compareMissingLast(a: number | null, b: number | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (a - b);
}
