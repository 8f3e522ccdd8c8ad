import { EngineError } from '../errors.js';
import type { EntrantId } from '../standings/game.js';

export interface Member {
  id: EntrantId;
  /** Club, country or school; those of one are to be kept apart. null for none. */
  club: string | null;
}

/** Two of a club who are not kept apart. */
export interface Encounter {
  club: string;
  entrants: [EntrantId, EntrantId];
}

/** Pairs of a club in the same section when each club is spread over all sections as evenly as possible. */
export function fewest(members: readonly Member[], sections: number): number {
  const sizes = new Map<string, number>();
  for (const { club } of members) if (club !== null) sizes.set(club, (sizes.get(club) ?? 0) + 1);
  let pairs = 0;
  for (const size of sizes.values()) {
    const [each, rest] = [Math.floor(size / sections), size % sections];
    pairs += (sections * each * (each - 1)) / 2 + rest * each;
  }
  return pairs;
}

/** @throws EngineError `repeated-entrant` */
export function checkMembers(members: readonly Member[]): void {
  if (new Set(members.map(({ id }) => id)).size < members.length) {
    throw new EngineError('repeated-entrant', 'An entrant is listed twice.');
  }
}
