import type { Problem } from './problem.js';
import { firstEndingAfter } from './windows.js';
import type { Hold, Person, Task } from './task.js';

/** What one draw may bring a person on one day. */
interface Load {
  draw: number;
  /** Matches for certain, and all that are locked. */
  certain: number;
  /** The longest chain of matches that they may play on top. */
  chain: number;
}

/**
 * Counts the matches of people day by day. In one draw a person plays all certain matches, but of the others only those
 * on one chain of feeders: a final and a match for third place are one match, not two.
 */
export class DailyLimit {
  readonly #problem: Problem;
  readonly #locksApart: boolean;
  readonly #limit: number;
  readonly #loads = new Map<Person, (Load[] | undefined)[]>();
  /** By task and person: the chain that ends with the task, and its day. */
  readonly #chains = new Map<Task, { day: number; lengths: Map<Person, number> }>();

  /** @param locksApart that chains leave locked tasks out, because they are booked before their feeders */
  constructor(problem: Problem, locksApart: boolean) {
    this.#problem = problem;
    this.#locksApart = locksApart;
    this.#limit = problem.input.rules.perDay ?? Infinity;
  }

  /** The first moment from `start` on of a day that has room for the task. */
  earliest(task: Task, start: number): number {
    if (this.#limit === Infinity || task.holds.length === 0) return start;
    const { days } = this.#problem;
    for (let at = firstEndingAfter(days, start); at < days.length; at++) {
      const day = days[at];
      // Between the days nothing is counted.
      if (day === undefined || start < day.start) return start;
      if (task.holds.every((hold) => this.#countWith(task, hold, at) <= this.#limit)) return start;
      start = day.end;
    }
    return start;
  }

  /** Feeders must be booked first. */
  book(task: Task, start: number): void {
    if (this.#limit === Infinity) return;
    const { days } = this.#problem;
    const at = firstEndingAfter(days, start);
    const day = days[at];
    if (day === undefined || start < day.start) return;
    const lengths = new Map<Person, number>();
    for (const hold of task.holds) {
      const load = this.#load(hold, at);
      if (hold.certain || (this.#locksApart && task.job.lock)) load.certain += 1;
      else {
        const length = this.#chainTo(task, hold.person, at);
        lengths.set(hold.person, length);
        load.chain = Math.max(load.chain, length);
      }
    }
    this.#chains.set(task, { day: at, lengths });
  }

  /** Who may have more matches on a day than the limit allows. */
  tooMany(): { person: Person; day: number; count: number }[] {
    const found: { person: Person; day: number; count: number }[] = [];
    for (const [person, days] of this.#loads) {
      for (const [day, loads] of days.entries()) {
        const count = (loads ?? []).reduce((sum, { certain, chain }) => sum + certain + chain, 0);
        if (count > this.#limit) found.push({ person, day, count });
      }
    }
    return found;
  }

  #countWith(task: Task, hold: Hold, day: number): number {
    let count = hold.certain ? 1 : 0;
    const own = this.#load(hold, day);
    for (const load of this.#loads.get(hold.person)?.[day] ?? []) {
      const chain = load === own && !hold.certain ? this.#chainTo(task, hold.person, day) : 0;
      count += load.certain + Math.max(load.chain, chain);
    }
    return count;
  }

  /** The chain that ends with the task, which counts itself. */
  #chainTo(task: Task, person: Person, day: number): number {
    return 1 + this.#chainBefore(task, person, day);
  }

  /** Locked tasks are counted apart, but a chain goes on through them. */
  #chainBefore(task: Task, person: Person, day: number): number {
    let longest = 0;
    for (const feeder of task.before) {
      const chain = this.#chains.get(feeder);
      if (chain?.day === day) longest = Math.max(longest, chain.lengths.get(person) ?? 0);
      const passes =
        this.#locksApart && feeder.job.lock && feeder.holds.some((hold) => hold.person === person && !hold.certain);
      if (passes) longest = Math.max(longest, this.#chainBefore(feeder, person, day));
    }
    return longest;
  }

  #load({ person, draw }: Hold, day: number): Load {
    const days = this.#loads.get(person) ?? [];
    this.#loads.set(person, days);
    const loads = (days[day] ??= []);
    let load = loads.find((load) => load.draw === draw);
    if (load === undefined) {
      load = { draw, certain: 0, chain: 0 };
      loads.push(load);
    }
    return load;
  }
}
