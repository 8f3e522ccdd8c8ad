import type { Watcher } from '../live/watcher.js';
import type { World } from '../load/world.js';
import type { Databases } from '../run/databases.js';
import type { Entry, EntryOf } from '../run/journal.js';
import type { Category } from '../run/violations.js';

/** What is compared in the end. */
export interface Evidence {
  readonly world: World;
  readonly databases: Databases;
  /** The journal, read from disk. */
  readonly entries: readonly Entry[];
  readonly watchers: readonly Watcher[];
}

/** Says what is wrong. */
export type Complain = (category: Category, detail: string) => void;

export interface Check {
  name: string;
  run(evidence: Evidence, complain: Complain): Promise<void>;
}

export function entriesOf<Op extends Entry['op']>(entries: readonly Entry[], op: Op): EntryOf<Op>[] {
  return entries.filter((item): item is EntryOf<Op> => item.op === op);
}

/** Lists that share a key. */
export function grouped<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
