import type { Occupant } from '../model/match.js';
import type { Score } from '../model/score.js';
import type { Table } from '../model/stage.js';
import type { Ripple } from './settle.js';
import { idsIn, type Store } from './store.js';

/** Brings a score in line with what was entered and with the absences, and counts it. */
export function settleScore(store: Store, id: number, ripple: Ripple): void {
  const score = store.score(id);
  const isOpen = isOpenScore(store, score);
  if (isOpen !== score.isOpen) {
    store.putScore({ ...score, isOpen });
    const count = Number(isOpen) - Number(score.isOpen);
    const table = store.table(score.table);
    const stage = store.stage(score.stage);
    store.putTable({ ...table, open: table.open + count });
    store.putStage({ ...stage, open: stage.open + count });
  }
  ripple.table(score.table);
}

/** Somebody else has done nothing yet. */
export function seatScore(store: Store, id: number, entrant: Occupant, ripple: Ripple): void {
  const score = store.score(id);
  if (score.mark !== null) ripple.resetScore(id);
  store.putScore({ ...score, entrant, mark: null });
  settleScore(store, id, ripple);
}

function isOpenScore(store: Store, { entrant, mark }: Score): boolean {
  if (entrant === 'bye' || mark !== null) return false;
  return entrant === null || store.entrant(entrant).absence === null;
}

/** The scores of a member, workout by workout. */
export function scoreIdsOf({ scores, feeds }: Pick<Table, 'scores' | 'feeds'>, member: number): number[] {
  const count = scores.reduce((sum, range) => sum + range[1], 0) / feeds.length;
  let skip = member * count;
  for (const [first, length] of scores) {
    if (skip < length) return [...idsIn([[first + skip, count]])];
    skip -= length;
  }
  return [];
}
