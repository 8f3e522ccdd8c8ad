/** Attempts that failed, counted together. Times are milliseconds since the epoch. */
export interface Tally {
  failures: number;
  lastAt: number;
  /** Before this nobody may try. */
  until: number;
}

/** Seconds. After `free` failures each one costs a wait: `firstWait`, then twice as long, up to `longestWait`. */
export interface Limit {
  free: number;
  firstWait: number;
  longestWait: number;
  /** So long after the last failure, all is forgotten. */
  forgetAfter: number;
}

export const noFailures: Tally = { failures: 0, lastAt: 0, until: 0 };

/** @returns seconds to wait, whole and at least one; 0: go ahead */
export function waitOf(tally: Tally, now: number): number {
  return Math.max(0, Math.ceil((tally.until - now) / 1000));
}

export function countFailure(tally: Tally, limit: Limit, now: number): Tally {
  const isForgotten = now - tally.lastAt > limit.forgetAfter * 1000;
  const failures = (isForgotten ? 0 : tally.failures) + 1;
  const beyond = failures - limit.free;
  // 30 doublings are longer than any wait, and far from where numbers end.
  const wait = beyond <= 0 ? 0 : Math.min(limit.firstWait * 2 ** Math.min(beyond - 1, 30), limit.longestWait);
  // Not even a moment without a wait: who began a little earlier may come a little later.
  return { failures, lastAt: now, until: wait === 0 ? 0 : now + wait * 1000 };
}

/** An attempt that was counted before it began, and then did not fail. */
export function takeBack(tally: Tally): Tally {
  return { ...tally, failures: Math.max(0, tally.failures - 1), until: 0 };
}
