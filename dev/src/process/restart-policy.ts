/** Delay before the first restart, ms; doubles with every further try. */
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
export const MAX_TRIES = 5;
/** Ends older than this are forgotten. */
const WINDOW_MS = 60_000;
/** A run that was ready this long was healthy: what ends it is a new fault, not the old one again. */
export const STABLE_MS = 3_000;

export type RestartDecision = { readonly restart: true; readonly delayMs: number } | { readonly restart: false };

/** Decides after each unexpected end whether a process is started again, and when. */
export class RestartPolicy {
  #ends: number[] = [];

  /** @param readyForMs how long the ended run had been ready, 0 if it never was */
  onExit(readyForMs: number, now: number = Date.now()): RestartDecision {
    if (readyForMs >= STABLE_MS) this.reset();
    this.#ends = [...this.#ends.filter((end) => now - end < WINDOW_MS), now];
    const tries = this.#ends.length;
    if (tries > MAX_TRIES) return { restart: false };
    return { restart: true, delayMs: Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS) };
  }

  /** Forgets the past, because somebody asked for a fresh start. */
  reset(): void {
    this.#ends = [];
  }
}
