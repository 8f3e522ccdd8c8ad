import type { Conflict } from './conflict.js';
import { conflictsOf } from './conflicts.js';
import type { CourtId } from './job.js';
import type { Placed } from './placed.js';
import type { Placement } from './placement.js';
import type { Problem } from './problem.js';
import type { Person, Task } from './task.js';

/** A plan that changes match by match, and what stands in the way of a change. */
export class PlanBoard {
  readonly #problem: Problem;
  readonly #placements = new Map<Task, Placement>();
  readonly #onCourt = new Map<CourtId | null, Set<Task>>();
  readonly #withPerson = new Map<Person, Task[]>();

  constructor(problem: Problem, placements: Iterable<readonly [Task, Placement]>) {
    this.#problem = problem;
    for (const [task, placement] of placements) this.put(task, placement);
    for (const task of problem.tasks) {
      for (const { person } of task.holds) {
        const tasks = this.#withPerson.get(person);
        if (tasks) tasks.push(task);
        else this.#withPerson.set(person, [task]);
      }
    }
  }

  at(task: Task): Placement | undefined {
    return this.#placements.get(task);
  }

  put(task: Task, placement: Placement): void {
    const before = this.#placements.get(task);
    if (before) this.#onCourt.get(before.court)?.delete(task);
    this.#placements.set(task, placement);
    const there = this.#onCourt.get(placement.court) ?? new Set();
    this.#onCourt.set(placement.court, there.add(task));
  }

  /** What would be wrong with a task there, with all others where they are. */
  conflictsAt(task: Task, placement: Placement): Conflict[] {
    const near = new Set<Task>([...task.before, ...task.next]);
    if (placement.court !== null) for (const other of this.#onCourt.get(placement.court) ?? []) near.add(other);
    for (const { person } of task.holds) for (const other of this.#withPerson.get(person) ?? []) near.add(other);
    near.delete(task);
    const placed: Placed[] = [{ task, placement }];
    for (const other of near) {
      const where = this.#placements.get(other);
      if (where) placed.push({ task: other, placement: where });
    }
    placed.sort((a, b) => a.placement.start - b.placement.start || a.task.index - b.task.index);
    return conflictsOf(this.#problem, placed).filter(({ jobs }) => jobs.some((job) => job === task.job.id));
  }
}
