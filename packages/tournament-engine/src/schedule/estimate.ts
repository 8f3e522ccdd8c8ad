import { nextMatches, type ExpectedPerson } from './expected-people.js';
import type { ScheduleInput } from './input.js';
import type { CourtId, JobId } from './job.js';
import { feedersFirst, ranksBy } from './order.js';
import { atPace, pacesOf, type Pace } from './pace.js';
import { excludes } from './people.js';
import type { Placement } from './placement.js';
import { problemOf, type Problem } from './problem.js';
import { inputAt, type Progress } from './progress.js';
import type { Hold, Person, Task } from './task.js';

export interface EstimateInput extends ScheduleInput {
  plan: readonly Placement[];
  now: number;
  /** Matches that have begun. */
  progress: readonly Progress[];
  /** Matches are called as soon as they can be, instead of no earlier than planned. */
  early?: boolean;
}

/** When a match will probably be played. */
export interface ExpectedMatch extends Placement {
  /** Milliseconds after its planned start; below 0 when earlier, 0 when it was not planned. */
  late: number;
}

export interface Estimate {
  /** In the order of the expected starts; also those that have begun. */
  matches: ExpectedMatch[];
  people: ExpectedPerson[];
  paces: Pace[];
}

/**
 * What will become of a plan if nobody changes it: every match on its court and in the planned order, as soon as the
 * court is free, its feeders have ended and its people have rested, with the lengths that matches of its stage had so
 * far. Does not ask whether the courts are still open then. O(n log n).
 * @throws EngineError `bad-schedule`
 */
export function estimate({ plan, now, progress, early, ...input }: EstimateInput): Estimate {
  const paces = pacesOf(input.jobs, progress);
  const jobs = input.jobs.map((job) => atPace(job, paces));
  const problem = problemOf(inputAt({ ...input, jobs }, now, progress));
  const planned = new Map(plan.map((placement) => [placement.job, placement]));
  const timeline = new Timeline();
  const matches: ExpectedMatch[] = [];
  for (const task of inPlannedOrder(problem, planned)) {
    const { job } = task;
    const old = planned.get(job.id);
    const court = job.lock ? (job.lock.court ?? null) : (old?.court ?? null);
    const notBefore = early ? task.earliest : Math.max(task.earliest, old?.start ?? task.earliest);
    const start = job.lock?.start ?? timeline.earliest(task, court, notBefore);
    timeline.book(task, court, start);
    matches.push({ job: job.id, court, start, end: start + job.duration, late: old ? start - old.start : 0 });
  }
  matches.sort((a, b) => a.start - b.start);
  const begun = new Set(progress.map(({ job }) => job));
  return {
    matches,
    people: nextMatches(
      problem,
      matches.filter(({ job }) => !begun.has(job)),
    ),
    paces,
  };
}

/** Those that are planned or fixed, feeders first, else by planned start. */
function inPlannedOrder(problem: Problem, planned: ReadonlyMap<JobId, Placement>): Task[] {
  const ranks = ranksBy(problem, ({ job }) => job.lock?.start ?? planned.get(job.id)?.start ?? Infinity);
  return feedersFirst(problem.tasks, ranks).filter(({ job }) => job.lock || planned.has(job.id));
}

/** When courts, people and feeders are done with what has been booked. */
class Timeline {
  readonly #ends = new Map<Task, number>();
  readonly #courts = new Map<CourtId, number>();
  readonly #people = new Map<Person, { hold: Hold; free: number }[]>();

  earliest(task: Task, court: CourtId | null, notBefore: number): number {
    let start = Math.max(notBefore, court === null ? notBefore : (this.#courts.get(court) ?? notBefore));
    for (const feeder of task.before) start = Math.max(start, (this.#ends.get(feeder) ?? -Infinity) + feeder.rest);
    for (const hold of task.holds) {
      for (const taken of this.#people.get(hold.person) ?? []) {
        if (excludes(taken.hold, hold)) start = Math.max(start, taken.free);
      }
    }
    return start;
  }

  book(task: Task, court: CourtId | null, start: number): void {
    const end = start + task.job.duration;
    this.#ends.set(task, end);
    if (court !== null) this.#courts.set(court, Math.max(end, this.#courts.get(court) ?? end));
    for (const hold of task.holds) {
      const taken = this.#people.get(hold.person) ?? [];
      this.#people.set(hold.person, taken);
      taken.push({ hold, free: end + task.rest });
    }
  }
}
