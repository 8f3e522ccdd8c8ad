import { Heap } from './heap.js';
import { type Task, at } from './task.js';

/** Ranks by a number, the lowest first; ties by round, stage and index. Indexed like the tasks. */
export function ranksBy({ tasks }: { tasks: readonly Task[] }, key: (task: Task) => number): number[] {
  const keyed = tasks.map((task) => ({ task, key: key(task) }));
  keyed.sort(
    ({ task: a, key: one }, { task: b, key: other }) =>
      (one === other ? 0 : one - other) || a.job.round - b.job.round || a.job.stage - b.job.stage || a.index - b.index,
  );
  const ranks: number[] = [];
  for (const [rank, { task }] of keyed.entries()) ranks[task.index] = rank;
  return ranks;
}

/** Every task after its feeders, and of those that could be next the first by rank. Tasks of a circle are missing. */
export function feedersFirst(tasks: readonly Task[], ranks: readonly number[]): Task[] {
  const heap = new Heap((a, b) => at(ranks, a) < at(ranks, b));
  const waits = tasks.map((task) => task.before.length);
  for (const task of tasks) if (task.before.length === 0) heap.push(task.index);
  const order: Task[] = [];
  for (let index = heap.pop(); index !== undefined; index = heap.pop()) {
    const task = at(tasks, index);
    order.push(task);
    for (const next of task.next) {
      const left = at(waits, next.index) - 1;
      waits[next.index] = left;
      if (left === 0) heap.push(next.index);
    }
  }
  return order;
}
