import { setTimeout as delay } from 'node:timers/promises';
import type { EventWorld } from './world.js';

/** The place is asked for this often, so a latency is up to that much too long, ms. */
const everyMs = 2;

/** Commits single events at a steady rate. @returns ms from the commit until its effect is committed, sorted */
export async function latencies(world: EventWorld, perSecond: number, seconds: number): Promise<number[]> {
  const committed: { seq: number; at: number }[] = [];
  const found: number[] = [];
  let isOver = false;
  let handled = 0;

  async function watch(): Promise<void> {
    while (!isOver || found.length < committed.length) {
      handled = Math.max(handled, await world.handled());
      const now = performance.now();
      for (let next = committed[found.length]; next && next.seq <= handled; next = committed[found.length]) {
        found.push(now - next.at);
      }
      await delay(everyMs);
    }
  }

  const watching = watch();
  const begin = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = begin + (index * 1000) / perSecond;
    await delay(Math.max(0, due - performance.now()));
    const seq = await world.append(1);
    committed.push({ seq, at: performance.now() });
  }
  isOver = true;
  await watching;
  return found.toSorted((a, b) => a - b);
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
