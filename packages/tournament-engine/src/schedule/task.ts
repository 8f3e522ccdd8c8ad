import type { TimeWindow } from './court.js';
import type { CourtId, Job, PersonId } from './job.js';

/** A job with what it refers to. */
export interface Task {
  index: number;
  job: Job;
  /** Milliseconds after its end before its people or the jobs after it may start. */
  rest: number;
  earliest: number;
  before: Task[];
  next: Task[];
  /** Where it can be; null off court. */
  courts: CourtSet | null;
  /** Its people, but only those who can be in the way of it. */
  holds: Hold[];
}

export interface PlanCourt {
  index: number;
  id: CourtId;
  open: TimeWindow[];
}

/** Courts that the same jobs can use. */
export interface CourtSet {
  index: number;
  courts: PlanCourt[];
  /** The shortest of its jobs, milliseconds. */
  shortest: number;
}

export interface Person {
  index: number;
  id: PersonId;
  /** When they are there; null for always. */
  windows: TimeWindow[] | null;
}

/** A person whom a job needs, or may need. */
export interface Hold {
  person: Person;
  /** Number of the draw that the job belongs to. */
  draw: number;
  certain: boolean;
}

/** @throws RangeError when there is no such item */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no item ${index}`);
  return item;
}
