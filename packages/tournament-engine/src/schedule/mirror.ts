import type { TimeWindow } from './court.js';
import { type Problem } from './problem.js';
import { type CourtSet, type Person, type PlanCourt, type Task, at } from './task.js';

/**
 * The same problem backwards: what ends at `end` starts at 0, and feeders come after what they feed. A plan for it says
 * how late everything can be. It is only a guide for the order, as rests belong to the other match here.
 */
export function mirror(problem: Problem, end: number): Problem {
  const turn = (windows: readonly TimeWindow[]): TimeWindow[] =>
    windows.map((window) => ({ start: end - window.end, end: end - window.start })).toReversed();
  const courts = problem.courts.map((court): PlanCourt => ({ ...court, open: turn(court.open) }));
  const courtSets = problem.courtSets.map((set): CourtSet => ({
    ...set,
    courts: set.courts.map((court) => at(courts, court.index)),
  }));
  const people = problem.people.map((person): Person => ({
    ...person,
    windows: person.windows && turn(person.windows),
  }));
  const tasks = problem.tasks.map((task): Task => {
    const { job } = task;
    return {
      ...task,
      job: job.lock ? { ...job, lock: { ...job.lock, start: end - job.lock.start - job.duration } } : job,
      earliest: 0,
      before: [],
      next: [],
      courts: task.courts && at(courtSets, task.courts.index),
      holds: task.holds.map((hold) => ({ ...hold, person: at(people, hold.person.index) })),
    };
  });
  for (const { index, before, next } of problem.tasks) {
    const task = at(tasks, index);
    task.before = next.map((other) => at(tasks, other.index));
    task.next = before.map((other) => at(tasks, other.index));
  }
  const order = problem.order.map((task) => at(tasks, task.index)).toReversed();
  return { ...problem, tasks, order, courts, courtSets, people, days: turn(problem.days) };
}
