import { EngineError } from '../errors.js';
import type { TimeWindow } from './court.js';

/**
 * The same time as windows in order that neither touch nor overlap.
 * @throws EngineError `bad-schedule` when one does not end after its start
 */
export function normalise(windows: readonly TimeWindow[], whose: string): TimeWindow[] {
  const sorted = windows.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
  const merged: TimeWindow[] = [];
  for (const window of sorted) {
    if (!(Number.isSafeInteger(window.start) && Number.isSafeInteger(window.end) && window.start < window.end)) {
      throw new EngineError('bad-schedule', `A window of ${whose} does not end after its start.`);
    }
    const last = merged.at(-1);
    if (last !== undefined && window.start <= last.end) last.end = Math.max(last.end, window.end);
    else merged.push(window);
  }
  return merged;
}

/** What is left of `windows` without `taken`; both in order and disjoint. O(a + b). */
export function without(windows: readonly TimeWindow[], taken: readonly TimeWindow[]): TimeWindow[] {
  const left: TimeWindow[] = [];
  let next = 0;
  for (const { start, end } of windows) {
    let from = start;
    while (next < taken.length && (taken[next]?.end ?? 0) <= from) next += 1;
    for (let at = next; at < taken.length; at++) {
      const hole = taken[at];
      if (hole === undefined || hole.start >= end) break;
      if (hole.start > from) left.push({ start: from, end: hole.start });
      from = Math.max(from, hole.end);
    }
    if (from < end) left.push({ start: from, end });
  }
  return left;
}

/** The window that contains `start` to `end`, or undefined. `windows` in order and disjoint. O(log n). */
export function windowAround(windows: readonly TimeWindow[], start: number, end: number): TimeWindow | undefined {
  const window = windows[firstEndingAfter(windows, start)];
  return window !== undefined && window.start <= start && end <= window.end ? window : undefined;
}

/** The earliest start from `from` on at which `duration` fits into one window; Infinity when there is none. */
export function firstFit(windows: readonly TimeWindow[], from: number, duration: number): number {
  for (let at = firstEndingAfter(windows, from); at < windows.length; at++) {
    const window = windows[at];
    if (window === undefined) break;
    const start = Math.max(from, window.start);
    if (start + duration <= window.end) return start;
  }
  return Infinity;
}

/** Index of the first window that ends after `time`; the length when there is none. */
export function firstEndingAfter(windows: readonly TimeWindow[], time: number): number {
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((windows[middle]?.end ?? Infinity) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
