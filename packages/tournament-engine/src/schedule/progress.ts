import type { ScheduleInput } from './input.js';
import type { CourtId, Job, JobId } from './job.js';

/** A match that has begun. */
export interface Progress {
  job: JobId;
  court: CourtId | null;
  start: number;
  /** When it ended; missing while it is being played. */
  end?: number;
}

/**
 * The input as it is now: what has begun is locked to where it is, and nothing else starts before. A running match is
 * expected to last as long as its job says, and at least until now. Locks that were missed hold no longer.
 */
export function inputAt(input: ScheduleInput, now: number, progress: readonly Progress[]): ScheduleInput {
  const begun = new Map(progress.map((item) => [item.job, item]));
  const courts = new Set(input.courts.map((court) => court.id));
  const jobs = input.jobs.map((job): Job => {
    const item = begun.get(job.id);
    if (item) return lockedTo(job, item, now, courts);
    if (!job.lock || job.lock.start >= now) return job;
    const { lock: _missed, ...free } = job;
    return free;
  });
  return { ...input, jobs, rules: { ...input.rules, start: Math.max(input.rules.start, now) } };
}

function lockedTo(job: Job, { court, start, end }: Progress, now: number, courts: ReadonlySet<CourtId>): Job {
  const duration = (end ?? Math.max(start + job.duration, now)) - start;
  const { offCourt: _was, lock: _old, ...rest } = job;
  // What took no time took no court either, and a court that is gone is in nobody's way.
  if (court === null || !courts.has(court) || duration === 0) {
    return { ...rest, duration, offCourt: true, lock: { start } };
  }
  return { ...rest, duration, lock: { court, start } };
}
