import { EngineError } from '../errors.js';
import type { Plan } from '../model/plan.js';
import type { State } from '../model/state.js';
import { itemsOf } from '../model/vector.js';

/** The plan that makes this draw again. */
export function planOf({ entrants, plan }: State): Plan {
  return { entrants: [...itemsOf(entrants)].map(({ id }) => id), stages: plan };
}

/** Something was entered that a new draw would lose. O(matches + scores). */
export function isStarted({ matches, scores, entrants, tables, plan }: State): boolean {
  for (const match of itemsOf(matches)) if (match.result !== null || match.section === 'swiss') return true;
  for (const { mark } of itemsOf(scores)) if (mark !== null) return true;
  for (const { absence } of itemsOf(entrants)) if (absence !== null) return true;
  for (const { lots } of itemsOf(tables)) if (lots !== null) return true;
  return plan.length === 0;
}

/** @throws EngineError `already-started` */
export function requireNotStarted(state: State): void {
  if (isStarted(state)) throw new EngineError('already-started', 'The tournament has begun.');
}
