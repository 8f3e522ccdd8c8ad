import { afterCommit, type Queryable } from '@gym/service-kit';
import { isCompleted, replay, type State } from '@gym/tournament-engine';
import { LRUCache } from 'lru-cache';
import { listDrawEvents } from '../store/draw-events.js';
import { readState } from '../store/draw-state.js';
import type { DrawRow } from '../store/draws.js';
import { fullEvent } from './stored/event.js';

/** States of draws that were committed, by the id of the draw. The database decides whether they are still true. */
export type DrawStates = LRUCache<number, State>;

/** A draw with its whole state, which never changes in place. */
export interface OpenDraw {
  row: DrawRow;
  state: State;
}

/** In units of 200 bytes, which an entrant or a score takes (measured); a match takes a kilobyte. 60 MB. */
const maxSize = 300_000;
const matchSize = 5;
/** From this many events on, reading the rows is cheaper. */
const maxEvents = 50;

export function createStates(): DrawStates {
  return new LRUCache({
    maxSize,
    sizeCalculation: ({ entrants, tables, matches, scores }: State) =>
      1 + entrants.size + tables.size + matches.size * matchSize + scores.size,
  });
}

/**
 * A draw as it is. With the tournament locked it stays so until the end of the transaction; without a lock it is that of
 * one moment. To be called before the transaction has changed the draw.
 */
export async function openDraw(db: Queryable, states: DrawStates, row: DrawRow): Promise<OpenDraw> {
  const known = states.get(row.id);
  if (known?.head.version === row.version) return { row, state: known };
  const state = (known && (await catchUp(db, row, known))) ?? (await readState(db, row.id));
  if (state === undefined) throw new Error(`draw ${row.id} is gone`);
  await keepState(states, row.id, state);
  return opened(row, state);
}

/** The row that belongs to a state. */
export function opened(row: DrawRow, state: State): OpenDraw {
  return { row: { ...row, version: state.head.version, is_completed: isCompleted(state) }, state };
}

/** Remembers a state once it is committed. */
export async function keepState(states: DrawStates, drawId: number, state: State): Promise<void> {
  await afterCommit(() => {
    states.set(drawId, state);
    return Promise.resolve();
  });
}

/** @returns undefined when the state is not one of the past, or too old */
async function catchUp(db: Queryable, { id, version }: DrawRow, known: State): Promise<State | undefined> {
  const missing = version - known.head.version;
  if (missing < 1 || missing > maxEvents) return undefined;
  let state = known;
  for (const { event } of await listDrawEvents(db, id, { after: known.head.version, limit: missing })) {
    state = replay([fullEvent(event, state, 'before')], state);
  }
  return state.head.version === version ? state : undefined;
}
