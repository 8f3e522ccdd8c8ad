import { tournamentsApi } from '@gym/contracts';
import { begin, EngineError } from '@gym/tournament-engine';

/** A seed at a side of a match: `[1,4]`, `[1,W:A]`. */
const seedsIn = /(?<=[[,]\s*)\d+(?=\s*[,\]])/g;
const maxSeeds = tournamentsApi.maxParticipants;

/** What is wrong with the text of a custom bracket for as many as it has seeds, with line and column; undefined: nothing. */
export function bracketFault(bracket: string): string | undefined {
  const seeds = [...bracket.matchAll(seedsIn)].map(([seed]) => Number(seed));
  const count = Math.max(2, ...seeds);
  if (count > maxSeeds) return `names a seed beyond ${maxSeeds}`;
  const entrants = Array.from({ length: count }, (_entrant, index) => index + 1);
  try {
    begin({ entrants, stages: [{ format: 'custom', bracket }] });
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
}
