import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from './errors.js';

/**
 * Milliseconds before each further attempt. The sidecar chooses a replica by lot each time, so with one of two away
 * fifteen attempts leave one failure in 30,000.
 */
const delays = [10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 150, 200, 200, 200];
/**
 * Of the time limit: later than this nothing is sent again, so that there is time left for the last attempt to fail by
 * itself (a sidecar tries a dead sidecar three times, a second apart).
 */
const share = 1 / 3;

/**
 * Reads that no service answered are sent again, so that nobody sees a replica restart.
 * @param timeoutMs time limit of the whole read, which begins now
 * @returns asks how long to wait before the next attempt, in ms; undefined when there is none
 */
export function createReadRetries(timeoutMs: number): () => number | undefined {
  const begin = Date.now();
  let attempt = 0;
  return () => {
    const delay = Date.now() - begin < timeoutMs * share ? delays[attempt] : undefined;
    attempt += 1;
    return delay;
  };
}

/**
 * Does a read, and does it again while no service answers.
 * @param attempt throws an AppError when there was no answer
 */
export async function retryRead<Result>(timeoutMs: number, attempt: () => Promise<Result>): Promise<Result> {
  const nextRetry = createReadRetries(timeoutMs);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const wait = error instanceof AppError ? nextRetry() : undefined;
      if (wait === undefined) throw error;
      await delay(wait);
    }
  }
}
