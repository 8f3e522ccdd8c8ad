import type { TimeWindow } from './court.js';

/** Work that a set of jobs needs at least. */
export interface Demand {
  /** Milliseconds of court time. */
  work: number;
  jobs: number;
  /** The shortest job, milliseconds. */
  shortest: number;
}

/** Could courts that are free in these windows do that much from `from` until `end`? A necessary condition. */
export function canHold(courts: readonly TimeWindow[][], from: number, end: number, demand: Demand): boolean {
  let [work, jobs] = [0, 0];
  for (const windows of courts) {
    for (const window of windows) {
      const length = Math.min(end, window.end) - Math.max(from, window.start);
      if (length < demand.shortest) continue;
      work += length;
      jobs += Math.floor(length / demand.shortest);
    }
    if (work >= demand.work && jobs >= demand.jobs) return true;
  }
  return demand.jobs === 0;
}

/**
 * The earliest `end`, a whole millisecond after `known`, at which `canHold` is true; `known` when it is true there or
 * nowhere before `last`.
 */
export function earliestEnd(
  courts: readonly TimeWindow[][],
  from: number,
  demand: Demand,
  known: number,
  last: number,
): number {
  if (canHold(courts, from, known, demand) || !canHold(courts, from, last, demand)) return known;
  let [low, high] = [known, last];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (canHold(courts, from, middle, demand)) high = middle;
    else low = middle;
  }
  return high;
}
