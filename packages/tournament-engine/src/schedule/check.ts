import { EngineError } from '../errors.js';
import type { ScheduleInput } from './input.js';
import type { Job } from './job.js';

/** Says what is wrong with a schedule's input. */
export function refuse(message: string): never {
  throw new EngineError('bad-schedule', message);
}

/**
 * Checks what does not depend on other parts of the input.
 * @throws EngineError `bad-schedule`
 */
export function checkInput({ jobs, courts, rules }: ScheduleInput): void {
  if (!Number.isSafeInteger(rules.start)) refuse('The schedule has no start.');
  checkLength(rules.rest, 'The rest of the rules');
  if (rules.perDay !== undefined) {
    if (!Number.isSafeInteger(rules.perDay) || rules.perDay < 1) refuse('The matches per day must be at least one.');
    if ((rules.days ?? []).length === 0) refuse('A limit per day needs the days.');
  }
  if (new Set(courts.map((court) => court.id)).size < courts.length) refuse('Two courts have the same id.');
  for (const job of jobs) checkJob(job);
}

function checkJob(job: Job): void {
  checkLength(job.duration, `The length of job ${job.id}`);
  checkLength(job.rest, `The rest after job ${job.id}`);
  if (job.duration === 0 && !job.offCourt) refuse(`Job ${job.id} takes a court for no time.`);
  if (job.earliest !== undefined && !Number.isSafeInteger(job.earliest))
    refuse(`Job ${job.id} has no proper earliest start.`);
  if (!job.lock) return;
  if (!Number.isSafeInteger(job.lock.start)) refuse(`Job ${job.id} is locked to no time.`);
  if ((job.lock.court === undefined) !== (job.offCourt === true)) {
    refuse(`Job ${job.id} must be locked ${job.offCourt ? 'without' : 'with'} a court.`);
  }
}

function checkLength(length: number | undefined, what: string): void {
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0))
    refuse(`${what} is not a whole number of milliseconds.`);
}

/** @throws EngineError `bad-schedule` */
export function checkWeights(weights: object): void {
  for (const [name, weight] of Object.entries(weights)) {
    if (!(Number.isFinite(weight) && weight >= 0)) refuse(`The weight ${name} is not a number from 0 on.`);
  }
}
