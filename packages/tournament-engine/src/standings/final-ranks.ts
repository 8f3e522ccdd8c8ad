import type { EntrantNumber } from '../model/match.js';
import type { Stage } from '../model/stage.js';
import type { State } from '../model/state.js';
import { itemsOf } from '../model/vector.js';
import { readerOf } from '../play/reader.js';
import { bracketLevels } from './bracket-levels.js';
import type { Levels } from './levels.js';
import { tableLevels } from './table-levels.js';

export interface FinalRank {
  entrant: EntrantNumber;
  /**
   * From 1; those who are level share it and the next ones skip (1, 2, 3, 3, 5). Null while the entrant still plays for
   * it. It can still change when neither side comes to a match that is open.
   */
  rank: number | null;
}

/** Nothing is left to be decided. */
export function isCompleted({ stages }: State): boolean {
  for (const stage of itemsOf(stages)) if (stage.open > 0) return false;
  return true;
}

/**
 * Where everybody ends: by the last stage, and behind it by the one before for those who did not qualify. In brackets
 * by the round of the last defeat, in tables by the standings. O(matches).
 * @returns best first, then those whose rank is open
 */
export function finalRanks(state: State): FinalRank[] {
  const ranks = new Map<EntrantNumber, number | null>();
  for (const stage of [...itemsOf(state.stages)].toReversed()) {
    const { field, placed, expected } = levelsOf(state, stage);
    const before = [...ranks.keys()].length;
    const left = [...placed].filter(([entrant]) => !ranks.has(entrant)).sort((a, b) => a[1] - b[1]);
    const coming = [...expected].sort((a, b) => a - b);
    let [rank, better] = [0, 0];
    for (const [at, [entrant, level]] of left.entries()) {
      while ((coming[better] ?? Infinity) < level) better++;
      if (left[at - 1]?.[1] !== level) rank = before + better + at + 1;
      ranks.set(entrant, rank);
    }
    for (const entrant of field) if (!ranks.has(entrant)) ranks.set(entrant, null);
  }
  return [...ranks]
    .map(([entrant, rank]) => ({ entrant, rank }))
    .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.entrant - b.entrant);
}

function levelsOf(state: State, stage: Stage): Levels {
  const store = readerOf(state);
  return stage.tables[1] > 0 ? tableLevels(store, stage) : bracketLevels(store, stage);
}
