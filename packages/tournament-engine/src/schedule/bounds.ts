import { earliestEnd, type Demand } from './capacity.js';
import { freeCourts } from './court-board.js';
import type { TimeWindow } from './court.js';
import { peopleBound, type Framed } from './people-bound.js';
import { type Problem } from './problem.js';
import { headsOf, tailsOf } from './tails.js';
import { type Task, at } from './task.js';

/** No plan can end before. */
export interface Bound {
  /** Epoch milliseconds. */
  end: number;
  /**
   * What says so. `chain`: matches that wait for each other, with their rests. `courts`: the court time of matches,
   * between what must come before and after them. `people`: the matches and rests of one person, or of a group in which
   * only so many matches can be played at once. `locks`: a locked match.
   */
  by: 'start' | 'locks' | 'chain' | 'courts' | 'people';
}

/** Most distinct heads, and tails, that are combined; with more, the bound is a little weaker, but still one. */
const steps = 48;

/**
 * The highest of several lower bounds for the end of the tasks that `counts`: the longest chain; the court time of all
 * jobs that start late or have much after them, for every combination of the two (the heads and tails of Carlier 1982),
 * on all courts and on each set of courts that jobs are restricted to; and the matches of people.
 */
export function boundOf(problem: Problem, counts: (task: Task) => boolean): Bound {
  const [heads, tails] = [headsOf(problem), tailsOf(problem, counts)];
  let bound: Bound = { end: problem.input.rules.start, by: 'start' };
  const raise = (end: number, by: Bound['by']): void => {
    if (end > bound.end) bound = { end, by };
  };
  const framed: Framed[] = [];
  for (const task of problem.tasks) {
    if (!counts(task)) continue;
    const [head, tail] = [at(heads, task.index), at(tails, task.index)];
    raise(head + task.job.duration + tail, task.job.lock ? 'locks' : 'chain');
    if (!task.job.lock) framed.push({ task, head, tail });
  }
  raise(peopleBound(framed, problem.courts.length), 'people');
  const free = freeCourts(problem);
  for (const courts of [problem.courts, ...problem.courtSets.map((set) => set.courts)]) {
    const within = framed.filter(({ task }) => task.courts?.courts.every((court) => courts.includes(court)));
    const windows = free.flatMap(({ court, free }) => (courts.includes(court) ? [free] : []));
    raise(courtBound(within, windows, bound.end), 'courts');
  }
  return bound;
}

/** @returns the bound of these courts, or `known` when it is not higher */
function courtBound(framed: readonly Framed[], windows: readonly TimeWindow[][], known: number): number {
  const last = Math.max(...windows.map((free) => free.at(-1)?.end ?? -Infinity));
  const headSteps = thresholds(framed.map(({ head }) => head));
  const tailSteps = thresholds(framed.map(({ tail }) => tail));
  const byHead = framed.toSorted((a, b) => b.head - a.head);
  /** Of the tasks with late enough heads: what those need whose tail is at least the step, but less than the next. */
  const demands = tailSteps.map((): Demand => ({ work: 0, jobs: 0, shortest: Infinity }));
  let [end, taken] = [known, 0];
  for (const head of headSteps.toReversed()) {
    for (let next = byHead[taken]; next && next.head >= head; next = byHead[taken]) {
      add(at(demands, stepOf(tailSteps, next.tail)), next.task);
      taken += 1;
    }
    const sum: Demand = { work: 0, jobs: 0, shortest: Infinity };
    for (let step = tailSteps.length - 1; step >= 0; step--) {
      const more = at(demands, step);
      sum.work += more.work;
      sum.jobs += more.jobs;
      sum.shortest = Math.min(sum.shortest, more.shortest);
      const tail = at(tailSteps, step);
      end = earliestEnd(windows, head, sum, end - tail, last) + tail;
    }
  }
  return end;
}

function add(demand: Demand, { job }: Task): void {
  demand.work += job.duration;
  demand.jobs += 1;
  demand.shortest = Math.min(demand.shortest, job.duration);
}

/** At most `steps` of the distinct values in order, with the lowest. */
function thresholds(values: readonly number[]): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= steps) return distinct;
  return Array.from({ length: steps }, (_step, index) => at(distinct, Math.floor((index * distinct.length) / steps)));
}

/** Index of the last step that is not above `value`. */
function stepOf(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (at(values, middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
