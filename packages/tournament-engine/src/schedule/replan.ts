import { checkWeights } from './check.js';
import { improve } from './improve.js';
import type { ScheduleInput } from './input.js';
import type { JobId } from './job.js';
import type { Place } from './list.js';
import { costOf, movesOf, settle, type Move, type ReplanWeights } from './moves.js';
import type { Placement } from './placement.js';
import { scheduleOf, type Schedule } from './plan.js';
import { problemOf, type Problem } from './problem.js';
import { inputAt, type Progress } from './progress.js';
import { forcedMoves, insertLoose, pushAll, type Before } from './repair.js';

export interface ReplanInput extends ScheduleInput {
  /** The plan so far. What it says of jobs that are gone does not count. */
  plan: readonly Placement[];
  now: number;
  /** Matches that have begun. */
  progress: readonly Progress[];
  /** 30, 15, 1 and 5 when missing. Only `move` above 0: as few changes as can be found. */
  weights?: ReplanWeights;
}

export interface Replan {
  schedule: Schedule;
  /** In the order of the jobs. */
  moved: Move[];
  /** Jobs that cannot stay in any plan: `moved` has at least these. */
  forced: JobId[];
  /** By the weights. */
  cost: number;
}

/**
 * Plans anew from now on with little change: matches that have begun and locked ones are fixed, and every match that
 * moved had to, as the others are. The cheapest, by the weights, of three plans: what is in conflict goes into gaps;
 * delays push what follows; everything anew, where matches may also come earlier than announced. What-if questions are
 * the same with other courts, jobs or rules.
 * @throws EngineError `bad-schedule`
 */
export function replan({ plan, now, progress, weights, ...input }: ReplanInput): Replan {
  const price = weights ?? { move: 30, court: 15, shift: 1, end: 5 };
  checkWeights(price);
  const problem = problemOf(inputAt(input, now, progress));
  const before = beforeOf(problem, plan);
  let best: Place[] = [];
  let cost = Infinity;
  for (const way of [insertLoose, pushAll, improve]) {
    const places = settle(problem, before, way(problem, before));
    const next = costOf(problem, before, places, price);
    if (next < cost) [best, cost] = [places, next];
  }
  return {
    schedule: scheduleOf(problem, best),
    moved: movesOf(problem, before, best),
    forced: forcedMoves(problem, before),
    cost,
  };
}

/** The plan so far with the lengths of now; what is locked stands where it is locked. */
function beforeOf({ tasks }: Problem, plan: readonly Placement[]): Before {
  const planned = new Map(plan.map((placement) => [placement.job, placement]));
  const before = new Map<JobId, Placement>();
  for (const { job } of tasks) {
    const place = job.lock ? { court: job.lock.court ?? null, start: job.lock.start } : planned.get(job.id);
    if (place)
      before.set(job.id, { job: job.id, court: place.court, start: place.start, end: place.start + job.duration });
  }
  return before;
}
