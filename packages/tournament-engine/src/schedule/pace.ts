import type { Job, JobId } from './job.js';
import { drawOf } from './people.js';
import type { Progress } from './progress.js';

/** How long the matches of a stage really take. */
export interface Pace {
  draw: string;
  stage: number;
  /** Matches that have ended. */
  matches: number;
  /** Real length by planned length. */
  factor: number;
}

/** The plan counts like so many matches that took as long as planned, so that a few odd ones change little. */
const trust = 3;

/**
 * The median of real by planned length in each stage, with the plan as a few more matches: one that was given up after
 * two minutes, or lasted an hour, moves it no further than any other.
 */
export function pacesOf(jobs: readonly Job[], progress: readonly Progress[]): Pace[] {
  const byId = new Map<JobId, Job>(jobs.map((job) => [job.id, job]));
  const stages = new Map<string, { draw: string; stage: number; factors: number[] }>();
  for (const job of jobs) {
    const [draw, { stage }] = [drawOf(job), job];
    if (!stages.has(keyOf(job))) stages.set(keyOf(job), { draw, stage, factors: [] });
  }
  for (const { job: id, start, end } of progress) {
    const job = byId.get(id);
    if (job === undefined || end === undefined || end <= start || job.duration === 0) continue;
    stages.get(keyOf(job))?.factors.push((end - start) / job.duration);
  }
  return [...stages.values()].map(({ draw, stage, factors }) => {
    const all = [...factors, ...Array.from({ length: trust }, () => 1)];
    return { draw, stage, matches: factors.length, factor: median(all) };
  });
}

/** The same job with the length that its stage makes likely, to plan again with. */
export function atPace(job: Job, paces: readonly Pace[]): Job {
  const pace = paces.find(({ draw, stage }) => draw === drawOf(job) && stage === job.stage);
  return pace === undefined || job.duration === 0
    ? job
    : { ...job, duration: Math.max(1, Math.round(job.duration * pace.factor)) };
}

function keyOf(job: Job): string {
  return JSON.stringify([drawOf(job), job.stage]);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 1) + (sorted[Math.ceil(middle)] ?? 1)) / 2;
}
