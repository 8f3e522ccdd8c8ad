import { type Problem } from './problem.js';
import { firstFit } from './windows.js';
import { type Task, at } from './task.js';

/**
 * For each task the least time from its end to the end of the last job after it: the longest remaining chain with its
 * rests. 0 when nothing follows. Only tasks that `counts` are looked at.
 */
export function tailsOf({ tasks, order }: Problem, counts: (task: Task) => boolean = () => true): number[] {
  const tails = tasks.map(() => 0);
  for (const task of order.toReversed()) {
    for (const next of task.next) {
      if (!counts(next)) continue;
      tails[task.index] = Math.max(at(tails, task.index), task.rest + next.job.duration + at(tails, next.index));
    }
  }
  return tails;
}

/**
 * The earliest start of each task if there were a court for everybody: after its feeders and their rest, while a court
 * that it can use is open and while its people are there. Infinity when that never happens.
 */
export function headsOf({ tasks, order, courtSets }: Problem): number[] {
  const heads = tasks.map((task) => task.earliest);
  const fits = courtSets.map(
    ({ courts }) =>
      (from: number, duration: number) =>
        courts.reduce((first, court) => Math.min(first, firstFit(court.open, from, duration)), Infinity),
  );
  for (const task of order) {
    heads[task.index] = task.job.lock?.start ?? headOf(task, at(heads, task.index), fits[task.courts?.index ?? -1]);
    const rested = at(heads, task.index) + task.job.duration + task.rest;
    for (const next of task.next) heads[next.index] = Math.max(at(heads, next.index), rested);
  }
  return heads;
}

function headOf(task: Task, from: number, fit: ((from: number, duration: number) => number) | undefined): number {
  let head = from;
  for (let before = NaN; head !== before && head < Infinity;) {
    before = head;
    if (fit) head = fit(head, task.job.duration);
    for (const { person } of task.holds) {
      if (person.windows) head = firstFit(person.windows, head, task.job.duration);
    }
  }
  return head;
}
