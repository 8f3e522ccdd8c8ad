import type { Effects } from './effects.js';
import { settleScore } from './settle-score.js';
import { settleMatch, settleTable, type Ripple } from './settle.js';
import type { Store } from './store.js';

/** What lost its result because somebody else came, by id. */
export interface Lost {
  matches: number[];
  scores: number[];
}

interface Item {
  /** A match, a group, or the best of several groups. */
  kind: 0 | 1 | 2;
  stage: number;
  id: number;
}

/** Everything that can change an item comes before it. */
function compare(one: Item, other: Item): number {
  return one.stage - other.stage || one.kind - other.kind || one.id - other.id;
}

/** What is left to settle, in the order in which one follows from the other. */
class Wave implements Ripple {
  readonly #store: Store;
  readonly #queue: Item[] = [];
  readonly lost: Lost = { matches: [], scores: [] };

  constructor(store: Store) {
    this.#store = store;
  }

  match(id: number): void {
    this.#insert({ kind: 0, stage: this.#store.match(id).stage, id });
  }

  table(id: number): void {
    const { kind, stage } = this.#store.table(id);
    this.#insert({ kind: kind === 'group' ? 1 : 2, stage, id });
  }

  reset(match: number): void {
    this.lost.matches.push(match);
  }

  resetScore(score: number): void {
    this.lost.scores.push(score);
  }

  next(): Item | undefined {
    return this.#queue.shift();
  }

  #insert(item: Item): void {
    let at = this.#queue.length;
    // New items are mostly the last ones.
    for (; at > 0; at--) {
      const before = this.#queue[at - 1];
      const order = before === undefined ? -1 : compare(before, item);
      if (order === 0) return;
      if (order < 0) break;
    }
    this.#queue.splice(at, 0, item);
  }
}

/**
 * Carries changes through byes, walkovers and tables to everything that follows from them, each item once and after
 * all that feed it. Touches nothing else: in a bracket that is a path to the final at most.
 * @returns what lost its result
 */
export function propagate(store: Store, { matches = [], tables = [], scores = [] }: Omit<Effects, 'redraw'>): Lost {
  const wave = new Wave(store);
  for (const id of matches) wave.match(id);
  for (const id of tables) wave.table(id);
  for (const id of scores) settleScore(store, id, wave);
  for (let item = wave.next(); item !== undefined; item = wave.next()) {
    if (item.kind === 0) settleMatch(store, item.id, wave);
    else settleTable(store, item.id, wave);
  }
  return wave.lost;
}
