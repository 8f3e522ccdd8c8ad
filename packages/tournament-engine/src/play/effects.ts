import type { Plan } from '../model/plan.js';

/** What has to be settled after a command, or the plan of a new draw. */
export interface Effects {
  matches?: number[];
  tables?: number[];
  scores?: number[];
  redraw?: Plan;
}
