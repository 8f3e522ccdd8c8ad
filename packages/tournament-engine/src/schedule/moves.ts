import type { Conflict } from './conflict.js';
import { endOf } from './improve.js';
import type { JobId } from './job.js';
import type { Place } from './list.js';
import type { Placement } from './placement.js';
import { PlanBoard } from './plan-board.js';
import { type Problem } from './problem.js';
import type { Before } from './repair.js';
import { type Task, at } from './task.js';

const minute = 60_000;
/** A match without a place is worse than any move. */
const noPlace = 1e6;

/** What a change costs, in minutes by which one match is shifted. */
export interface ReplanWeights {
  /** A match has another court or time. */
  move: number;
  /** It has another court, on top. */
  court: number;
  /** It starts a minute later or earlier, on top. */
  shift: number;
  /** The last match of all ends a minute later. */
  end: number;
}

export interface Move {
  job: JobId;
  /** Null for a new job, or one that had no place. */
  from: Placement | null;
  /** Null when it has no place any more. */
  to: Placement | null;
  /** What would be wrong with the old place in the new plan. */
  why: Conflict[];
}

/** Puts matches back where they were as long as that is in conflict with nothing. */
export function settle(problem: Problem, before: Before, places: readonly Place[]): Place[] {
  const settled = [...places];
  const board = boardOf(problem, places);
  const byStart = problem.tasks
    .filter(({ job }) => !job.lock && before.has(job.id))
    .sort((a, b) => (before.get(a.job.id)?.start ?? 0) - (before.get(b.job.id)?.start ?? 0));
  for (let changed = true; changed;) {
    changed = false;
    for (const task of byStart) {
      const old = before.get(task.job.id);
      if (!old || isAt(at(settled, task.index), old) || board.conflictsAt(task, old).length > 0) continue;
      board.put(task, old);
      settled[task.index] = placeAt(problem, old);
      changed = true;
    }
  }
  return settled;
}

/** Minutes, by the weights. New jobs cost nothing when they have a place. */
export function costOf(problem: Problem, before: Before, places: readonly Place[], weights: ReplanWeights): number {
  let [cost, oldEnd] = [0, problem.input.rules.start];
  for (const task of problem.tasks) {
    const [place, old] = [at(places, task.index), before.get(task.job.id)];
    if (old) oldEnd = Math.max(oldEnd, old.end);
    if ('obstacle' in place) cost += noPlace;
    else if (old && !isAt(place, old)) {
      cost += weights.move + (weights.shift * Math.abs(place.start - old.start)) / minute;
      if ((place.court?.id ?? null) !== old.court) cost += weights.court;
    }
  }
  return cost + (weights.end * Math.max(0, endOf(problem, places) - oldEnd)) / minute;
}

/** What is elsewhere than before, in the order of the jobs. */
export function movesOf(problem: Problem, before: Before, places: readonly Place[]): Move[] {
  const board = boardOf(problem, places);
  return problem.tasks.flatMap((task): Move[] => {
    const [place, from] = [at(places, task.index), before.get(task.job.id) ?? null];
    if (from && isAt(place, from)) return [];
    const to = board.at(task) ?? null;
    return from || to ? [{ job: task.job.id, from, to, why: from ? board.conflictsAt(task, from) : [] }] : [];
  });
}

function boardOf(problem: Problem, places: readonly Place[]): PlanBoard {
  return new PlanBoard(
    problem,
    problem.tasks.flatMap((task): [Task, Placement][] => {
      const place = places[task.index];
      if (place === undefined || 'obstacle' in place) return [];
      const { start, court } = place;
      return [[task, { job: task.job.id, court: court?.id ?? null, start, end: start + task.job.duration }]];
    }),
  );
}

function isAt(place: Place, old: Placement): boolean {
  return !('obstacle' in place) && place.start === old.start && (place.court?.id ?? null) === old.court;
}

function placeAt({ courts }: Problem, { start, court }: Placement): Place {
  return { start, court: courts.find(({ id }) => id === court) ?? null };
}
