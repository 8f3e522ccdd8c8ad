import { boundOf, type Bound } from './bounds.js';
import { endOf, improve } from './improve.js';
import type { ScheduleInput } from './input.js';
import type { JobId } from './job.js';
import type { Obstacle, Place } from './list.js';
import type { Placement } from './placement.js';
import { problemOf, type Problem } from './problem.js';
import { courtUse, personUse, type CourtUse, type PersonUse } from './usage.js';
import { at } from './task.js';

/** Where and when everything is played. Plain JSON. */
export interface Schedule {
  /** In the order of the jobs, without those that have no place. */
  placements: Placement[];
  unplaced: { job: JobId; why: Obstacle }[];
  /** End of the last one, epoch milliseconds. */
  end: number;
  /** No plan of the placed jobs can end before. */
  bound: Bound;
  courts: CourtUse[];
  people: PersonUse[];
}

/**
 * Plans all jobs so that the last one ends early: list scheduling by the longest tail, improved until the lower bound is
 * met or a fixed number of attempts is made. The same input gives the same plan. Locked jobs stay where they are, even
 * where they are in conflict with each other (see `conflictsIn`); nothing else ever is.
 * @throws EngineError `bad-schedule`
 */
export function planSchedule(input: ScheduleInput): Schedule {
  const problem = problemOf(input);
  return scheduleOf(problem, improve(problem));
}

/** The answer made of the places of all tasks. */
export function scheduleOf(problem: Problem, places: readonly Place[]): Schedule {
  const placements: Placement[] = [];
  const unplaced: Schedule['unplaced'] = [];
  for (const { index, job } of problem.tasks) {
    const place = at(places, index);
    if ('obstacle' in place) unplaced.push({ job: job.id, why: place.obstacle });
    else {
      const { start, court } = place;
      placements.push({ job: job.id, court: court?.id ?? null, start, end: start + job.duration });
    }
  }
  return {
    placements,
    unplaced,
    end: endOf(problem, places),
    bound: boundOf(problem, ({ index }) => !('obstacle' in at(places, index))),
    courts: courtUse(problem, placements),
    people: personUse(problem, placements),
  };
}
