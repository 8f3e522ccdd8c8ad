import { ranksBy } from './order.js';
import { type Problem } from './problem.js';
import { tailsOf } from './tails.js';
import { type Person, type Task, at } from './task.js';

/**
 * The latest start of each task that leaves room for what must follow: locked jobs, people who leave, courts that close
 * for good. Infinity when nothing presses.
 */
export function deadlinesOf({ order, tasks }: Problem): { own: number[]; byLocks: number[] } {
  const byLocks = tasks.map(() => Infinity);
  const own = tasks.map((task) => latestStart(task));
  for (const task of order.toReversed()) {
    for (const next of task.next) {
      const reserve = task.rest + task.job.duration;
      const locked = next.job.lock?.start ?? at(byLocks, next.index);
      byLocks[task.index] = Math.min(at(byLocks, task.index), locked - reserve);
      own[task.index] = Math.min(at(own, task.index), at(own, next.index) - reserve);
    }
  }
  return { own, byLocks };
}

function latestStart({ job, courts, holds }: Task): number {
  if (job.lock) return job.lock.start;
  let latest = Infinity;
  if (courts) latest = courts.courts.reduce((last, court) => Math.max(last, court.open.at(-1)?.end ?? last), -Infinity);
  for (const { person } of holds)
    if (person.windows) latest = Math.min(latest, person.windows.at(-1)?.end ?? -Infinity);
  return latest - job.duration;
}

/**
 * The length of what remains after each task, like `tailsOf`, but with the later matches of its people in their usual
 * order counted as a chain, too. A guess that makes a good order, not a bound.
 */
export function urgenciesOf(problem: Problem): number[] {
  const tails = tailsOf(problem);
  const nextOf = new Map<Person, Task>();
  for (const task of problem.order.toReversed()) {
    let tail = at(tails, task.index);
    for (const next of task.next) tail = Math.max(tail, task.rest + next.job.duration + at(tails, next.index));
    for (const { person, certain } of task.holds) {
      if (!certain) continue;
      const next = nextOf.get(person);
      if (next) tail = Math.max(tail, task.rest + next.job.duration + at(tails, next.index));
      nextOf.set(person, task);
    }
    tails[task.index] = tail;
  }
  return tails;
}

/**
 * The order in which tasks are served, the most urgent first: the longest tail, or the nearest deadline, where `end` is
 * the hoped-for end of all; ties by round, stage and index.
 */
export function ranksOf(problem: Problem, end: number): number[] {
  const urgencies = urgenciesOf(problem);
  const { own } = deadlinesOf(problem);
  const latest = problem.tasks.map((task) =>
    Math.min(at(own, task.index), end - at(urgencies, task.index) - task.job.duration),
  );
  return ranksBy(problem, (task) => at(latest, task.index));
}
