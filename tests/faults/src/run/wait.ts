import { setTimeout as delay } from 'node:timers/promises';

export { delay };

/** Asks until the answer is true; failures of the question mean "not yet". @returns false after `timeoutMs` */
export async function becomesTrue(
  ask: () => Promise<boolean> | boolean,
  timeoutMs: number,
  everyMs = 100,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      if (await ask()) return true;
    } catch {
      // Whoever was asked is away: that is what faults do.
    }
    if (Date.now() > deadline) return false;
    await delay(everyMs);
  }
}
