import type { Job } from '../../src/index.js';

/**
 * Length in slots of the shortest plan of jobs of one slot each that wait for feeders only, by looking at every choice
 * of each slot. Memory of what is done makes 15 jobs quick.
 */
export function shortestPlan(jobs: readonly Job[], courts: number): number {
  const index = new Map(jobs.map((job, at) => [job.id, at]));
  const needs = jobs.map((job) => job.after.reduce<number>((mask, id) => mask | (1 << (index.get(id) ?? 0)), 0));
  const all = 2 ** jobs.length - 1;
  let done = new Set([0]);
  for (let slots = 0; ; slots++) {
    if (done.has(all)) return slots;
    const next = new Set<number>();
    for (const mask of done) {
      const ready = needs.flatMap((need, at) => (((mask >> at) & 1) === 0 && (need & mask) === need ? [1 << at] : []));
      for (const choice of choices(ready, courts)) next.add(mask | choice);
    }
    done = next;
  }
}

/** Every way to take `count` of the bits, or all when there are fewer: leaving a court empty never helps here. */
function choices(bits: readonly number[], count: number): number[] {
  if (bits.length <= count) return [bits.reduce((mask, bit) => mask | bit, 0)];
  if (count === 0) return [0];
  const [first = 0, ...others] = bits;
  return [...choices(others, count - 1).map((mask) => mask | first), ...choices(others, count)];
}
