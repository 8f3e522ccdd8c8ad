import { conflictsOf } from './conflicts.js';
import type { CourtId, Job, JobId } from './job.js';
import { listSchedule, type Place } from './list.js';
import type { Placed } from './placed.js';
import type { Placement } from './placement.js';
import { problemOf, type Problem } from './problem.js';
import { ranksBy } from './order.js';
import { type Task, at } from './task.js';

/** The plan before, by job, with the lengths of now. Locked jobs are where they are locked. */
export type Before = ReadonlyMap<JobId, Placement>;

/** Jobs that cannot stay, whatever becomes of the others: what is fixed is in their way. */
export function forcedMoves(problem: Problem, before: Before): JobId[] {
  const found = conflictsOf(problem, placedAs(problem, before));
  const forced = found.flatMap(({ jobs }) => {
    const free = jobs.filter((job) => !isFixed(problem, job));
    return free.length === 1 ? free : [];
  });
  return [...new Set(forced)];
}

/**
 * Keeps as many matches as it can where they are: what is in conflict goes into the gaps, and only where it would then
 * be too late for a later match, that one becomes loose, too.
 */
export function insertLoose(problem: Problem, before: Before): Place[] {
  const loose = conflicting(problem, before);
  for (;;) {
    const places = replaced(problem, before, ({ job }) => before.has(job.id) && !loose.has(job.id));
    const more = problem.tasks.filter(({ index }) => {
      const place = at(places, index);
      return 'obstacle' in place && place.obstacle === 'lock';
    });
    const size = loose.size;
    for (const task of more) loosenAfter(task, loose);
    if (loose.size === size) return places;
  }
}

/** Everything in the order of the plan before, and nothing earlier than there: delays push what follows. */
export function pushAll(problem: Problem, before: Before): Place[] {
  return replaced(problem, before, () => false);
}

/** A list schedule in which the jobs that `keeps` stay, and the others come on the same court no earlier, if they can. */
function replaced({ input, tasks }: Problem, before: Before, keeps: (task: Task) => boolean): Place[] {
  const jobs = tasks.map((task): Job => {
    const { job } = task;
    const old = before.get(job.id);
    if (job.lock || !old) return job;
    if (!keeps(task)) return { ...job, earliest: Math.max(old.start, job.earliest ?? old.start) };
    return { ...job, lock: old.court === null ? { start: old.start } : { court: old.court, start: old.start } };
  });
  const problem = problemOf({ ...input, jobs });
  const courts = tasks.map(({ job }): CourtId | undefined => before.get(job.id)?.court ?? undefined);
  return listSchedule(
    problem,
    ranksBy(problem, ({ job }) => before.get(job.id)?.start ?? Infinity),
    courts,
  );
}

/** Jobs to be taken out so that the rest is free of conflicts: of two the later one, if it is free to move. */
function conflicting(problem: Problem, before: Before): Set<JobId> {
  const loose = new Set<JobId>();
  const placed = placedAs(problem, before);
  for (let size = -1; loose.size !== size;) {
    size = loose.size;
    const kept = placed.filter(({ task }) => !loose.has(task.job.id));
    for (const { jobs } of conflictsOf(problem, kept)) {
      const last = jobs.findLast((job) => !isFixed(problem, job));
      if (last !== undefined) loose.add(last);
    }
  }
  return loose;
}

/** The next matches on every way from a task that are not loose yet. */
function loosenAfter(task: Task, loose: Set<JobId>): void {
  const seen = new Set(task.next);
  for (const next of seen) {
    if (next.job.lock) continue;
    if (loose.has(next.job.id)) for (const further of next.next) seen.add(further);
    else loose.add(next.job.id);
  }
}

function isFixed(problem: Problem, job: JobId): boolean {
  return problem.taskOf(job).job.lock !== undefined;
}

function placedAs({ tasks }: Problem, before: Before): Placed[] {
  const placed = tasks.flatMap((task): Placed[] => {
    const placement = before.get(task.job.id);
    return placement ? [{ task, placement }] : [];
  });
  return placed.sort((a, b) => a.placement.start - b.placement.start || a.task.index - b.task.index);
}
