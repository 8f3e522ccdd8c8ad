import type { Performance, Workout } from './workout.js';

/**
 * How places and values become an overall score.
 * - `places`: the sum of the places, the lowest wins (1st = 1 point). Who did not finish or take part gets the place
 *   behind everybody on the board.
 * - `table`: points by place, the highest wins; places behind the end of the table give 0, so does not finishing.
 * - `sum`: the sum of the values themselves, for workouts that all measure the same way; not finishing adds
 *   `missing`.
 */
export type Scoring = { by: 'places' } | { by: 'table'; points: number[] } | { by: 'sum'; missing: number };

/** 100, 95, 90, ... or any other sequence that goes down by the same step. */
export function evenTable(first: number, step: number): number[] {
  return Array.from({ length: Math.floor(first / step) + 1 }, (_item, place) => first - place * step);
}

/** Who counts in a workout: finished or capped. */
export function counts(performance: Performance | undefined): performance is Performance {
  return performance?.status === 'finished' || performance?.status === 'capped';
}

/** Whether a smaller overall score is better. */
export function isLowest(scoring: Scoring, workouts: readonly Workout[]): boolean {
  if (scoring.by !== 'sum') return scoring.by === 'places';
  return workouts.some(({ measure }) => measure === 'time' || measure === 'lower');
}

/** Points of one workout. @param place null for who does not count */
export function pointsOf(
  scoring: Scoring,
  performance: Performance | undefined,
  place: number | null,
  boardSize: number,
): number {
  if (scoring.by === 'places') return place ?? boardSize;
  if (scoring.by === 'table') return place === null ? 0 : (scoring.points[place - 1] ?? 0);
  return place === null ? scoring.missing : (performance?.value ?? scoring.missing);
}
