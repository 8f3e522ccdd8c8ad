import { Calendar } from './calendar.js';
import { CourtBoard } from './court-board.js';
import { Heap } from './heap.js';
import type { CourtId } from './job.js';
import { type Problem } from './problem.js';
import { deadlinesOf } from './ranks.js';
import { type PlanCourt, type Task, at } from './task.js';

/** Why a job has no place. */
export type Obstacle =
  /** No court that it can use is free long enough. */
  | 'no-court'
  /** Its people are never there together long enough, or have enough matches on every day. */
  | 'people'
  /** It must be played before a locked job, and there is no time left. */
  | 'lock'
  /** A job that comes before it has no place. */
  | 'feeder';

/** Where a task is, or why it is nowhere. */
export type Place = { start: number; court: PlanCourt | null } | { obstacle: Obstacle };

/**
 * List scheduling: whenever a court is free, the first task by rank that can start goes there; a court never waits while
 * something can be played on it. Locked tasks are where they are locked. At most (2 - 1/courts) times the shortest
 * possible length when jobs only wait for feeders (Graham 1969).
 * O(jobs log jobs), as long as few jobs at a time wait for people or for the end of the day.
 * @param preferred courts that tasks take if they are free, by index of the task
 * @returns places, indexed like `problem.tasks`
 */
export function listSchedule(
  problem: Problem,
  ranks: readonly number[],
  preferred: readonly (CourtId | undefined)[] = [],
): Place[] {
  return new ListRun(problem, ranks, preferred).run();
}

class ListRun {
  readonly #problem: Problem;
  readonly #ranks: readonly number[];
  readonly #preferred: readonly (CourtId | undefined)[];
  readonly #places: (Place | undefined)[];
  /** Feeders that have no place yet. */
  readonly #waits: number[];
  readonly #due: number[];
  /** Tasks whose feeders have places, by the time when they can start. */
  readonly #later: Heap;
  /** Tasks that can start now, by rank, for each set of courts. */
  readonly #ready: Heap[];
  readonly #calendar: Calendar;
  readonly #board: CourtBoard;
  readonly #lastStarts: number[];

  constructor(problem: Problem, ranks: readonly number[], preferred: readonly (CourtId | undefined)[]) {
    const { tasks, courtSets } = problem;
    this.#problem = problem;
    this.#ranks = ranks;
    this.#preferred = preferred;
    this.#places = tasks.map(() => undefined);
    this.#waits = tasks.map((task) => task.before.length);
    this.#due = tasks.map((task) => task.earliest);
    this.#later = new Heap((a, b) => at(this.#due, a) < at(this.#due, b) || (this.#due[a] === this.#due[b] && a < b));
    this.#ready = courtSets.map(() => new Heap((a, b) => at(ranks, a) < at(ranks, b)));
    this.#calendar = new Calendar(problem);
    this.#board = new CourtBoard(problem);
    this.#lastStarts = deadlinesOf(problem).byLocks;
  }

  run(): Place[] {
    const { tasks } = this.#problem;
    for (const task of tasks) if (task.before.length === 0 && !task.job.lock) this.#later.push(task.index);
    for (const task of tasks) {
      const { lock } = task.job;
      if (lock) this.#put(task, lock.start, task.courts?.courts.find((court) => court.id === lock.court) ?? null);
    }
    for (let now = this.#nextTime(-Infinity); now < Infinity; now = this.#nextTime(now)) {
      this.#wake(now);
      this.#serve(now);
    }
    for (const task of tasks) if (!this.#places[task.index]) this.#drop(task, 'no-court');
    return this.#places.map((place) => place ?? { obstacle: 'feeder' });
  }

  #nextTime(now: number): number {
    const first = this.#later.peek();
    const due = first === undefined ? Infinity : at(this.#due, first);
    const waiting = this.#ready.some((heap) => heap.size > 0);
    return waiting ? Math.min(due, this.#board.nextChange(now)) : due;
  }

  /** Makes ready what can start now. */
  #wake(now: number): void {
    for (
      let first = this.#later.peek();
      first !== undefined && at(this.#due, first) <= now;
      first = this.#later.peek()
    ) {
      this.#later.pop();
      const task = at(this.#problem.tasks, first);
      if (!this.#canStart(task, now)) continue;
      if (task.courts) at(this.#ready, task.courts.index).push(first);
      else this.#start(task, now, null);
    }
  }

  /** Fills the free courts. */
  #serve(now: number): void {
    const idle = this.#board.idle(now);
    const aside: Task[] = [];
    for (let task = this.#first(idle, now); task; task = this.#first(idle, now)) {
      if (!this.#canStart(task, now)) continue;
      const court = this.#board.take(idle, task, now, this.#preferred[task.index]);
      if (court) this.#start(task, now, court);
      else aside.push(task);
    }
    for (const task of aside) if (task.courts) at(this.#ready, task.courts.index).push(task.index);
  }

  /** The next by rank of those for which a court is free. */
  #first(idle: ReturnType<CourtBoard['idle']>, now: number): Task | undefined {
    let best: Heap | undefined;
    for (const set of this.#problem.courtSets) {
      const heap = at(this.#ready, set.index);
      if (heap.size === 0 || this.#rankOf(heap) >= this.#rankOf(best)) continue;
      if (this.#board.hasRoom(idle, set, now)) best = heap;
    }
    const index = best?.pop();
    return index === undefined ? undefined : at(this.#problem.tasks, index);
  }

  #rankOf(heap: Heap | undefined): number {
    const first = heap?.peek();
    return first === undefined ? Infinity : at(this.#ranks, first);
  }

  /** Else the task comes back when it can, or is given up. */
  #canStart(task: Task, now: number): boolean {
    const start = this.#calendar.earliest(task, now);
    if (start === Infinity) this.#drop(task, 'people');
    else if (start > at(this.#lastStarts, task.index)) this.#drop(task, 'lock');
    else if (start > now) {
      this.#due[task.index] = start;
      this.#later.push(task.index);
    } else return true;
    return false;
  }

  #start(task: Task, now: number, court: PlanCourt | null): void {
    this.#calendar.book(task, now);
    this.#put(task, now, court);
  }

  #put(task: Task, start: number, court: PlanCourt | null): void {
    this.#places[task.index] = { start, court };
    for (const next of task.next) {
      this.#due[next.index] = Math.max(at(this.#due, next.index), start + task.job.duration + task.rest);
      const waits = at(this.#waits, next.index) - 1;
      this.#waits[next.index] = waits;
      if (waits === 0 && !next.job.lock) this.#later.push(next.index);
    }
  }

  /** Gives up a task and what follows it. */
  #drop(task: Task, obstacle: Obstacle): void {
    this.#places[task.index] = { obstacle };
    const dropped = [task];
    for (let feeder = dropped.pop(); feeder; feeder = dropped.pop()) {
      for (const next of feeder.next) {
        if (this.#places[next.index]) continue;
        this.#places[next.index] = { obstacle: 'feeder' };
        dropped.push(next);
      }
    }
  }
}
