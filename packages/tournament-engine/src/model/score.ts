import type { Performance } from '../leaderboard/workout.js';
import type { Occupant } from './match.js';

/** What was done in a workout. `capped`: stopped by the time cap; the value is then the repetitions until then. */
export interface Mark extends Pick<Performance, 'value' | 'tieBreak' | 'unofficial'> {
  status: 'finished' | 'capped' | 'dnf';
}

/** What one member of a leaderboard does in one workout. */
export interface Score {
  /** Index in `State.scores`. */
  id: number;
  stage: number;
  table: number;
  /** Member, from 0, of the table. */
  member: number;
  /** From 0, in the order of the plan. */
  workout: number;
  mark: Mark | null;
  entrant: Occupant;
  /** Still to come: nothing was entered, and whoever it is has not left. */
  isOpen: boolean;
}
