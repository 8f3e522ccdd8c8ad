import { EngineError } from '../errors.js';
import type { Change, Changed, Patch } from '../model/event.js';
import type { Match } from '../model/match.js';
import type { Stage, Table } from '../model/stage.js';
import type { Entrant, Head, State } from '../model/state.js';
import { getAt, setAt, type Vector } from '../model/vector.js';
import type { Store } from './store.js';

/** Records that are replaced, over a list that stays as it is. */
class Overlay<T> {
  readonly #base: Vector<T>;
  readonly #replaced = new Map<number, T>();
  size: number;

  constructor(base: Vector<T>) {
    this.#base = base;
    this.size = base.size;
  }

  get(index: number): T {
    return this.#replaced.get(index) ?? getAt(this.#base, index);
  }

  /** Appends when `index` is the size. */
  put(index: number, item: T): void {
    this.#replaced.set(index, item);
    this.size = Math.max(this.size, index + 1);
  }

  get isUntouched(): boolean {
    return this.#replaced.size === 0;
  }

  changes(): Change<T>[] {
    const indexes = [...this.#replaced.keys()].sort((a, b) => a - b);
    return indexes.map((index) => ({
      index,
      before: index < this.#base.size ? getAt(this.#base, index) : null,
      after: this.get(index),
    }));
  }

  commit(): Vector<T> {
    let vector = this.#base;
    for (const { index, after } of this.changes()) if (after !== null) vector = setAt(vector, index, after);
    return vector;
  }
}

/** What a command does to a state, until it is committed or forgotten. */
export class Draft implements Store {
  readonly state: State;
  head: Head;
  readonly #entrants: Overlay<Entrant>;
  readonly #stages: Overlay<Stage>;
  readonly #tables: Overlay<Table>;
  readonly #matches: Overlay<Match>;

  constructor(state: State) {
    this.state = state;
    this.head = state.head;
    this.#entrants = new Overlay(state.entrants);
    this.#stages = new Overlay(state.stages);
    this.#tables = new Overlay(state.tables);
    this.#matches = new Overlay(state.matches);
  }

  /** No record and not the head was replaced. */
  get isUntouched(): boolean {
    const lists = [this.#entrants, this.#stages, this.#tables, this.#matches];
    return this.head === this.state.head && lists.every((list) => list.isUntouched);
  }

  get entrantCount(): number {
    return this.#entrants.size;
  }

  get tableCount(): number {
    return this.#tables.size;
  }

  get matchCount(): number {
    return this.#matches.size;
  }

  entrant(number: number): Entrant {
    return found('entrant', number, number >= 1 && number <= this.#entrants.size, () => this.#entrants.get(number - 1));
  }

  stage(id: number): Stage {
    return found('stage', id, id >= 0 && id < this.#stages.size, () => this.#stages.get(id));
  }

  table(id: number): Table {
    return found('table', id, id >= 0 && id < this.#tables.size, () => this.#tables.get(id));
  }

  match(id: number): Match {
    return found('match', id, id >= 0 && id < this.#matches.size, () => this.#matches.get(id));
  }

  putEntrant(entrant: Entrant): void {
    this.#entrants.put(entrant.number - 1, entrant);
  }

  putStage(stage: Stage): void {
    this.#stages.put(stage.id, stage);
  }

  putTable(table: Table): void {
    this.#tables.put(table.id, table);
  }

  putMatch(match: Match): void {
    this.#matches.put(match.id, match);
  }

  /** What has been done, both ways. */
  patch(): Patch {
    return {
      head: { before: this.state.head, after: this.head },
      entrants: this.#entrants.changes(),
      stages: this.#stages.changes(),
      tables: this.#tables.changes(),
      matches: this.#matches.changes(),
    };
  }

  commit(): State {
    return {
      head: this.head,
      plan: this.state.plan,
      entrants: this.#entrants.commit(),
      stages: this.#stages.commit(),
      tables: this.#tables.commit(),
      matches: this.#matches.commit(),
    };
  }
}

function found<T>(what: string, id: number, exists: boolean, get: () => T): T {
  if (!Number.isSafeInteger(id) || !exists) throw new EngineError('not-found', `There is no ${what} ${id}.`);
  return get();
}

/** The records that a patch touches. */
export function changedBy(patch: Patch): Changed {
  const indexes = (changes: Change<unknown>[]): number[] => changes.map(({ index }) => index);
  return {
    entrants: indexes(patch.entrants).map((index) => index + 1),
    stages: indexes(patch.stages),
    tables: indexes(patch.tables),
    matches: indexes(patch.matches),
    redrawn: patch.plan !== undefined,
  };
}
