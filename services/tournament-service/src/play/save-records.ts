import type { Transaction } from '@gym/service-kit';
import type { Changed } from '@gym/tournament-engine';
import { putRecords, replaceRecords } from '../store/draw-records.js';
import type { OpenDraw } from './states.js';

/** Writes the records of entrants, stages, tables and scores that have changed. */
export async function saveRecords(
  tx: Transaction,
  { before, after }: { before: OpenDraw; after: OpenDraw },
  changed: Changed,
): Promise<void> {
  if (changed.redrawn) {
    await replaceRecords(tx, after.row.id, after.state);
    return;
  }
  // The engine counts entrants from 1, and keeps them from 0.
  const entrants = changed.entrants.map((number) => number - 1);
  await putRecords(tx, after.row.id, { before: before.state, after: after.state }, { ...changed, entrants });
}
