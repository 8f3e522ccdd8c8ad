import { DailyLimit } from './daily.js';
import { excludes } from './people.js';
import type { Problem } from './problem.js';
import { firstFit } from './windows.js';
import type { Hold, Person, Task } from './task.js';

/** A time that is taken, from `start`; free again for this person's other matches from `free` on. */
interface Engagement {
  hold: Hold;
  start: number;
  free: number;
}

/** From when on a person is free for jobs of a draw, as far as one draw takes them. */
interface DrawTime {
  draw: number;
  afterCertain: number;
  afterAny: number;
}

/**
 * When people are free. Apart from locked jobs, which are there from the beginning, jobs must be booked in the order of
 * their starts.
 */
export class Calendar {
  readonly #locked = new Map<Person, Engagement[]>();
  readonly #booked = new Map<Person, DrawTime[]>();
  readonly #daily: DailyLimit;

  constructor(problem: Problem) {
    this.#daily = new DailyLimit(problem, true);
    const locked = problem.tasks.filter((task) => task.job.lock);
    for (const task of locked.sort((a, b) => (a.job.lock?.start ?? 0) - (b.job.lock?.start ?? 0))) {
      const start = task.job.lock?.start ?? 0;
      this.#daily.book(task, start);
      for (const hold of task.holds) {
        const engagements = this.#locked.get(hold.person) ?? [];
        engagements.push({ hold, start, free: start + task.job.duration + task.rest });
        this.#locked.set(hold.person, engagements);
      }
    }
  }

  /** The first time from `from` on when all people of a task can start it; Infinity when there is none. */
  earliest(task: Task, from: number): number {
    let start = from;
    for (let before = NaN; start !== before && start < Infinity;) {
      before = start;
      for (const hold of task.holds) start = this.#free(task, hold, start);
      start = this.#daily.earliest(task, start);
    }
    return start;
  }

  book(task: Task, start: number): void {
    this.#daily.book(task, start);
    const free = start + task.job.duration + task.rest;
    for (const { person, draw, certain } of task.holds) {
      const times = this.#booked.get(person) ?? [];
      this.#booked.set(person, times);
      let time = times.find((time) => time.draw === draw);
      if (time === undefined) {
        time = { draw, afterCertain: -Infinity, afterAny: -Infinity };
        times.push(time);
      }
      time.afterAny = Math.max(time.afterAny, free);
      if (certain) time.afterCertain = Math.max(time.afterCertain, free);
    }
  }

  #free(task: Task, hold: Hold, from: number): number {
    const { person } = hold;
    let start = from;
    for (const { draw, afterCertain, afterAny } of this.#booked.get(person) ?? []) {
      if (draw !== hold.draw) start = Math.max(start, afterAny);
      else if (hold.certain) start = Math.max(start, afterCertain);
    }
    if (person.windows) start = firstFit(person.windows, start, task.job.duration);
    for (const taken of this.#locked.get(person) ?? []) {
      const meets = start < taken.free && taken.start < start + task.job.duration + task.rest;
      if (meets && excludes(taken.hold, hold)) start = taken.free;
    }
    return start;
  }
}
