import type { CourtId, PersonId } from './job.js';

/** From `start` until before `end`, epoch milliseconds. */
export interface TimeWindow {
  start: number;
  end: number;
}

export interface Court {
  id: CourtId;
  /** When it can be played on, in any order. A job lies within one window; windows that touch are one. */
  open: TimeWindow[];
  /** What jobs may need, e.g. `centre` or `platform`. */
  has?: string[];
}

/** What holds for all jobs of a plan. */
export interface ScheduleRules {
  /** Nothing starts before. */
  start: number;
  /** Least time between two matches of a person, milliseconds; 0 when missing. */
  rest?: number;
  /** When people are there. Who is missing here always is. */
  available?: { person: PersonId; windows: TimeWindow[] }[];
  /** The days that `perDay` counts in, as the place where it happens has them. */
  days?: TimeWindow[];
  /** Most matches of a person on one of the `days`, counting all that undecided ones may bring. */
  perDay?: number;
}
