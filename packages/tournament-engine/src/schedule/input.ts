import type { Court, ScheduleRules } from './court.js';
import type { Job } from './job.js';

/** What is to be planned. Jobs of several tournaments may share the courts and the people. */
export interface ScheduleInput {
  jobs: readonly Job[];
  courts: readonly Court[];
  rules: ScheduleRules;
}
