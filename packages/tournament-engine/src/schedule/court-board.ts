import type { TimeWindow } from './court.js';
import type { CourtId } from './job.js';
import { type Problem } from './problem.js';
import { firstEndingAfter, firstFit, without } from './windows.js';
import { type CourtSet, type PlanCourt, type Task, at } from './task.js';

interface CourtTime {
  court: PlanCourt;
  /** When it is open and not locked. */
  free: TimeWindow[];
  busyUntil: number;
  /** How many sets of courts have it: those that few jobs want are taken first. */
  wanted: number;
  /** The shortest job that can use it, milliseconds. */
  shortest: number;
}

/** Which courts are free while a list of jobs is served in the order of time. */
export class CourtBoard {
  readonly #courts: CourtTime[];

  constructor(problem: Problem) {
    this.#courts = freeCourts(problem).map(({ court, free }) => {
      const sets = problem.courtSets.filter((set) => set.courts.includes(court));
      const shortest = Math.min(...sets.map((set) => set.shortest));
      return { court, free, busyUntil: -Infinity, wanted: sets.length, shortest };
    });
  }

  /** Those on which some job can begin now. */
  idle(now: number): CourtTime[] {
    return this.#courts.filter(
      ({ free, busyUntil, shortest }) => busyUntil <= now && firstFit(free, now, shortest) === now,
    );
  }

  /** The next time after `now` when one becomes free or opens; Infinity when that never happens. */
  nextChange(now: number): number {
    let next = Infinity;
    for (const { free, busyUntil } of this.#courts) {
      if (busyUntil > now) next = Math.min(next, firstFit(free, busyUntil, 0));
      else {
        const index = firstEndingAfter(free, now);
        const window = free[index];
        if (window !== undefined)
          next = Math.min(next, window.start > now ? window.start : (free[index + 1]?.start ?? Infinity));
      }
    }
    return next;
  }

  /**
   * The court of `idle` on which a task fits best, which is taken; undefined when it fits nowhere. The preferred one if
   * it can be, else one that few other jobs want.
   */
  take(idle: readonly CourtTime[], task: Task, now: number, preferred?: CourtId): PlanCourt | undefined {
    let best: CourtTime | undefined;
    for (const candidate of idle) {
      if (candidate.busyUntil > now || !task.courts?.courts.includes(candidate.court)) continue;
      if (best !== undefined && candidate.wanted >= best.wanted && candidate.court.id !== preferred) continue;
      if (firstFit(candidate.free, now, task.job.duration) !== now) continue;
      best = candidate;
      if (candidate.court.id === preferred) break;
    }
    if (best !== undefined) best.busyUntil = now + task.job.duration;
    return best?.court;
  }

  /** Could some job of the set begin now on one of `idle`? */
  hasRoom(idle: readonly CourtTime[], set: CourtSet, now: number): boolean {
    return idle.some(
      ({ court, free, busyUntil }) =>
        busyUntil <= now && set.courts.includes(court) && firstFit(free, now, set.shortest) === now,
    );
  }
}

/** The courts with their open times, without what locked jobs take. */
export function freeCourts({ tasks, courts }: Problem): { court: PlanCourt; free: TimeWindow[] }[] {
  const locks = courts.map((): TimeWindow[] => []);
  for (const { job, courts: set } of tasks) {
    if (!job.lock || !set) continue;
    const court = set.courts.find((court) => court.id === job.lock?.court);
    if (court) at(locks, court.index).push({ start: job.lock.start, end: job.lock.start + job.duration });
  }
  return courts.map((court) => {
    const taken = at(locks, court.index).sort((a, b) => a.start - b.start || b.end - a.end);
    return { court, free: without(court.open, taken) };
  });
}
