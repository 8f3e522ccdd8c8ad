import { settleMatch, settleTable } from './settle.js';
import type { Store } from './store.js';

interface Item {
  kind: 'match' | 'group' | 'best';
  stage: number;
  id: number;
}

const kinds = ['match', 'group', 'best'] as const;

/** Everything that can change an item comes before it. */
function isBefore(one: Item, other: Item): boolean {
  if (one.stage !== other.stage) return one.stage < other.stage;
  if (one.kind !== other.kind) return kinds.indexOf(one.kind) < kinds.indexOf(other.kind);
  return one.id < other.id;
}

/**
 * Carries changes through byes, walkovers and tables to everything that follows from them, each item once and after
 * all that feed it. Touches nothing else: in a bracket that is a path to the final at most.
 * @returns matches that lost their result because their sides changed
 */
export function propagate(store: Store, start: { matches?: Iterable<number>; tables?: Iterable<number> }): number[] {
  const queue: Item[] = [];
  const reset: number[] = [];
  const insert = (item: Item): void => {
    let at = queue.length;
    // New items are mostly the last ones.
    while (at > 0 && isBefore(item, queue[at - 1] ?? item)) at--;
    const before = queue[at - 1];
    if (before?.id !== item.id || before.kind !== item.kind) queue.splice(at, 0, item);
  };
  const ripple = {
    match: (id: number) => insert({ kind: 'match', stage: store.match(id).stage, id }),
    table: (id: number) => {
      const { kind, stage } = store.table(id);
      insert({ kind, stage, id });
    },
    reset: (id: number) => void reset.push(id),
  };
  for (const id of start.matches ?? []) ripple.match(id);
  for (const id of start.tables ?? []) ripple.table(id);
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    if (item.kind === 'match') settleMatch(store, item.id, ripple);
    else settleTable(store, item.id, ripple);
  }
  return reset;
}
