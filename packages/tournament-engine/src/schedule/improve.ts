import { seededRandom } from '../random.js';
import { boundOf } from './bounds.js';
import { listSchedule, type Place } from './list.js';
import { mirror } from './mirror.js';
import { type Problem } from './problem.js';
import { ranksBy } from './order.js';
import { ranksOf } from './ranks.js';
import { type Task, at } from './task.js';

/** Jobs placed at most in all attempts together, so that the time for large plans grows no faster than for one list. */
const effort = 12_000;
/** Attempts that are enough for small plans. */
const mostAttempts = 12;

/** How far an attempt shuffles the order, in jobs with their rest; one after the other while nothing gets better. */
const shuffles = [0, 0.25, 0.5, 1];

/**
 * Plans backwards from the end and forwards again, each time in the order of the best plan so far (forward-backward
 * improvement, Tormos and Lova 2001), from the second failure on in a slightly shuffled order. Stops when the bound is
 * met or the effort is spent; the same problem gets the same plan.
 * @returns the best plan found: most jobs placed, then the earliest end
 */
export function improve(problem: Problem): Place[] {
  const bound = boundOf(problem, () => true).end;
  const random = seededRandom(problem.tasks.length);
  const length = problem.tasks.reduce((sum, { job, rest }) => sum + job.duration + rest, 0) / problem.tasks.length;
  let best = listSchedule(problem, ranksOf(problem, bound));
  let failures = 0;
  const attempts = Math.min(mostAttempts, Math.floor(effort / problem.tasks.length / 2));
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (endOf(problem, best) <= bound && dropped(best) === 0) break;
    const reach = length * (shuffles[failures % shuffles.length] ?? 0);
    const next = again(problem, best, () => (reach * random.below(1000)) / 1000);
    const better = dropped(next) - dropped(best) || endOf(problem, next) - endOf(problem, best);
    failures = better < 0 ? 0 : failures + 1;
    if (better <= 0) best = next;
  }
  return best;
}

function again(problem: Problem, places: readonly Place[], shift: () => number): Place[] {
  const latestEndFirst =
    (places: readonly Place[]) =>
    ({ index, job }: Task): number => {
      const place = at(places, index);
      return 'obstacle' in place ? -Infinity : -(place.start + job.duration);
    };
  const byEnd = latestEndFirst(places);
  const backwards = listSchedule(
    mirror(problem, endOf(problem, places)),
    ranksBy(problem, (task) => byEnd(task) + shift()),
  );
  return listSchedule(problem, ranksBy(problem, latestEndFirst(backwards)));
}

function dropped(places: readonly Place[]): number {
  return places.filter((place) => 'obstacle' in place).length;
}

/** End of the last task; the start of the rules when there is none. */
export function endOf({ tasks, input }: Problem, places: readonly Place[]): number {
  return tasks.reduce((end, { index, job }) => {
    const place = at(places, index);
    return 'obstacle' in place ? end : Math.max(end, place.start + job.duration);
  }, input.rules.start);
}
