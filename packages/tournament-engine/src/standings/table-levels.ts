import type { EntrantNumber } from '../model/match.js';
import type { Stage } from '../model/stage.js';
import { idsIn, type Store } from '../play/store.js';
import { classesOf } from '../play/table-order.js';
import type { Levels } from './levels.js';

/**
 * Levels in tables are places, shared between groups; those who were compared for the last places to qualify are parted
 * by that. Known when the whole stage is over.
 */
export function tableLevels(store: Store, { open, tables }: Stage): Levels {
  const all = [...idsIn([tables])].map((id) => store.table(id));
  const field = all.flatMap(({ members }) => members.filter((member) => typeof member === 'number'));
  const placed = new Map<EntrantNumber, number>();
  if (open > 0) return { field, placed, expected: [] };
  for (const table of all) {
    let place = 1;
    for (const level of classesOf(store, table) ?? []) {
      for (const entrant of level) {
        const inGroup = placed.get(entrant) ?? 0;
        // Less than one place between the first and the last of them.
        placed.set(entrant, table.kind === 'group' ? place : inGroup + (place - 1) / all.length);
      }
      place += level.length;
    }
  }
  return { field, placed, expected: [] };
}
