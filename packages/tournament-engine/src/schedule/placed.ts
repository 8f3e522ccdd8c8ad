import { refuse } from './check.js';
import type { Placement } from './placement.js';
import type { Problem } from './problem.js';
import type { Task } from './task.js';

/** A task where a plan has it. */
export interface Placed {
  task: Task;
  placement: Placement;
}

/**
 * In the order of the starts.
 * @throws EngineError `bad-schedule` when a job is placed twice, or a job or a court does not exist
 */
export function placedIn({ taskOf, courts }: Problem, placements: readonly Placement[]): Placed[] {
  const known = new Set(courts.map((court) => court.id));
  const seen = new Set<Placement['job']>();
  for (const { job, court, start, end } of placements) {
    if (seen.has(job)) refuse(`Job ${job} is placed twice.`);
    seen.add(job);
    if (court !== null && !known.has(court)) refuse(`Job ${job} is on court ${court}, which does not exist.`);
    if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start <= end)) {
      refuse(`The placement of job ${job} does not end after its start.`);
    }
  }
  return placements
    .map((placement) => ({ task: taskOf(placement.job), placement }))
    .sort((a, b) => a.placement.start - b.placement.start || a.task.index - b.task.index);
}

/** Every two items that `meet`, where an item meets later ones only while they start before its `until`. */
export function meetings(
  placed: readonly Placed[],
  until: (item: Placed) => number,
  meet: (first: Placed, second: Placed) => void,
): void {
  let active: Placed[] = [];
  for (const item of placed) {
    active = active.filter((other) => until(other) > item.placement.start);
    for (const other of active) meet(other, item);
    active.push(item);
  }
}
