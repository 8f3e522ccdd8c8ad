import type { EntrantId } from '../standings/game.js';

/** What is measured, and which way is better. */
export type Measure = 'time' | 'reps' | 'load' | 'lower' | 'higher';

export interface Workout {
  id: string;
  /** `time` and `lower`: the smaller value is better; the others: the larger one. */
  measure: Measure;
  /** A smaller tie-break (a time, in the unit of the caller) is better; a larger one when true. */
  higherTieBreak?: boolean;
}

/**
 * What an entrant did in a workout. `finished`: the value of the measure. `capped`: stopped by the time cap, with the
 * work done until then; behind everybody who finished. `dnf`: did not finish and counts as last. `wd`: withdrew,
 * from here on out of the competition.
 */
export interface Performance {
  entrant: EntrantId;
  workout: string;
  status: 'finished' | 'capped' | 'dnf' | 'wd';
  /** The unit is the caller's; for `capped` the repetitions done. Missing for `dnf` and `wd`. */
  value?: number;
  /** Decides between equal values in this workout. */
  tieBreak?: number;
  /** Not verified yet: counts, and is shown as such. */
  unofficial?: boolean;
}

export function isLowerBetter({ measure }: Workout): boolean {
  return measure === 'time' || measure === 'lower';
}

/** Order of two performances in a workout, the better one first; 0 when they share a place. */
export function comparePerformances(workout: Workout, a: Performance, b: Performance): number {
  const stage = stageOf(a) - stageOf(b);
  if (stage !== 0 || stageOf(a) > 1) return stage;
  const sign = a.status === 'finished' && isLowerBetter(workout) ? 1 : -1;
  const value = sign * ((a.value ?? 0) - (b.value ?? 0));
  if (value !== 0) return value;
  return compareTieBreaks(a.tieBreak, b.tieBreak, workout.higherTieBreak === true);
}

/** One who has a tie-break is before one who has none. */
function compareTieBreaks(a: number | undefined, b: number | undefined, higher: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return higher ? b - a : a - b;
}

function stageOf({ status }: Performance): number {
  return ['finished', 'capped', 'dnf', 'wd'].indexOf(status);
}
