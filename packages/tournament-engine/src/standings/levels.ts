import type { EntrantNumber } from '../model/match.js';

/** How far everybody comes in one stage; a smaller level is better. */
export interface Levels {
  /** Who is in the stage, as far as that is known. */
  field: Iterable<EntrantNumber>;
  /** Who goes no further. */
  placed: Map<EntrantNumber, number>;
  /** Levels at which others will end. */
  expected: number[];
}
