import type { CourtId, JobId } from './job.js';

/** Where and when a job is; `court` is null for jobs without one. */
export interface Placement {
  job: JobId;
  court: CourtId | null;
  start: number;
  end: number;
}
