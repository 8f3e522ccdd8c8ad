import { EngineError } from '../errors.js';
import { draw } from '../formats/draw.js';
import type { Change, Patch, TournamentEvent } from '../model/event.js';
import type { State } from '../model/state.js';
import { setAt, withoutLast, type Vector } from '../model/vector.js';

/**
 * The state that events lead to.
 * @param events all of a tournament, in order; none is skipped
 * @param from the state that the first event changes; without it the first event is `drawn`
 * @throws RangeError when an event is missing
 */
export function replay(events: Iterable<TournamentEvent>, from?: State): State {
  let state = from;
  for (const event of events) {
    if (event.type === 'drawn') {
      if (state !== undefined) throw new RangeError('a tournament is drawn once');
      state = draw(event.plan);
      continue;
    }
    if (state?.head.version !== event.version - 1) throw new RangeError(`the event before ${event.version} is missing`);
    state = patched(state, event.patch);
  }
  if (state === undefined) throw new RangeError('there are no events');
  return state;
}

export function patched(state: State, patch: Patch): State {
  const { head, plan, entrants, stages, tables, matches, scores } = patch;
  if (plan !== undefined) return { ...draw(plan.after), head: head.after };
  return {
    head: head.after,
    plan: state.plan,
    entrants: applied(state.entrants, entrants),
    stages: applied(state.stages, stages),
    tables: applied(state.tables, tables),
    matches: applied(state.matches, matches),
    scores: applied(state.scores, scores),
  };
}

/** Backwards, so that records that were appended are taken off from the end. */
function applied<T>(vector: Vector<T>, changes: readonly Change<T>[]): Vector<T> {
  let result = vector;
  for (const { index, after } of changes) if (after !== null) result = setAt(result, index, after);
  for (const { after } of changes.toReversed()) if (after === null) result = withoutLast(result);
  return result;
}

/**
 * Takes back the last event, or the last undoing: what it changed becomes as it was, in a new version.
 * @throws EngineError `not-the-last-event`
 */
export function revert(
  state: State,
  kind: 'undo' | 'redo',
  event: TournamentEvent,
): { state: State; event: TournamentEvent } {
  const { version, past, future } = state.head;
  if (event.type === 'drawn' || event.version !== (kind === 'undo' ? past : future)) {
    throw new EngineError('not-the-last-event', `Event ${event.version} is not the one to ${kind}.`);
  }
  const { before } = event.patch.head;
  const next = version + 1;
  // Undoing leads to the event before and can be taken back itself; so can redoing.
  const head = kind === 'undo' ? { ...before, future: next } : { ...before, past: next };
  const patch = { ...inverted(event.patch), head: { before: state.head, after: { ...head, version: next } } };
  const type = kind === 'undo' ? 'undone' : 'redone';
  return { state: patched(state, patch), event: { version: next, type, reverts: event.version, patch } };
}

function inverted({ entrants, stages, tables, matches, scores, plan }: Patch): Omit<Patch, 'head'> {
  return {
    entrants: entrants.map(swapped),
    stages: stages.map(swapped),
    tables: tables.map(swapped),
    matches: matches.map(swapped),
    scores: scores.map(swapped),
    ...(plan !== undefined && { plan: { before: plan.after, after: plan.before } }),
  };
}

function swapped<T>({ index, before, after }: Change<T>): Change<T> {
  return { index, before: after, after: before };
}
