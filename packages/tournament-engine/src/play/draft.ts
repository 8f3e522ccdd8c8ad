import { EngineError } from '../errors.js';
import type { Change, Changed, Patch } from '../model/event.js';
import type { Match } from '../model/match.js';
import type { Score } from '../model/score.js';
import type { Stage, Table } from '../model/stage.js';
import type { Entrant, Head, State } from '../model/state.js';
import { getAt, setAt, type Vector } from '../model/vector.js';
import type { Store } from './store.js';

/** Records that are replaced, over a list that stays as it is. */
class Overlay<T> {
  readonly #base: Vector<T>;
  /** Sorted by index when committed; a handful for most commands, for which searching it is faster than a Map. */
  readonly #changes: Change<T>[] = [];
  /** Where each index is in `#changes`, once they are many. */
  #positions: Map<number, number> | undefined;
  size: number;

  constructor(base: Vector<T>) {
    this.#base = base;
    this.size = base.size;
  }

  get isUntouched(): boolean {
    return this.#changes.length === 0;
  }

  get(index: number): T | undefined {
    const replaced = this.#find(index)?.after ?? undefined;
    if (replaced !== undefined) return replaced;
    return Number.isInteger(index) && index >= 0 && index < this.#base.size ? getAt(this.#base, index) : undefined;
  }

  /** Appends when `index` is the size. */
  put(index: number, after: T): void {
    const found = this.#find(index);
    if (found !== undefined) {
      found.after = after;
      return;
    }
    this.#positions?.set(index, this.#changes.length);
    this.#changes.push({ index, before: index < this.#base.size ? getAt(this.#base, index) : null, after });
    if (index >= this.size) this.size = index + 1;
  }

  #find(index: number): Change<T> | undefined {
    const changes = this.#changes;
    if (changes.length <= few) {
      for (const change of changes) if (change.index === index) return change;
      return undefined;
    }
    this.#positions ??= new Map(changes.map((change, at) => [change.index, at]));
    const at = this.#positions.get(index);
    return at === undefined ? undefined : changes[at];
  }

  /** The new list, and what is different in it, in the order of the indexes. Nothing may be put afterwards. */
  commit(): { list: Vector<T>; changes: Change<T>[] } {
    const changes = this.#changes;
    if (changes.length > 1) changes.sort((a, b) => a.index - b.index);
    let list = this.#base;
    for (const { index, after } of changes) if (after !== null) list = setAt(list, index, after);
    return { list, changes };
  }
}

const few = 16;

/** What a command does to a state, until it is committed or forgotten. */
export class Draft implements Store {
  readonly state: State;
  head: Head;
  readonly #entrants: Overlay<Entrant>;
  readonly #stages: Overlay<Stage>;
  readonly #tables: Overlay<Table>;
  readonly #matches: Overlay<Match>;
  readonly #scores: Overlay<Score>;

  constructor(state: State) {
    this.state = state;
    this.head = state.head;
    this.#entrants = new Overlay(state.entrants);
    this.#stages = new Overlay(state.stages);
    this.#tables = new Overlay(state.tables);
    this.#matches = new Overlay(state.matches);
    this.#scores = new Overlay(state.scores);
  }

  /** No record and not the head was replaced. */
  get isUntouched(): boolean {
    return (
      this.head === this.state.head &&
      this.#matches.isUntouched &&
      this.#scores.isUntouched &&
      this.#entrants.isUntouched &&
      this.#tables.isUntouched &&
      this.#stages.isUntouched
    );
  }

  get entrantCount(): number {
    return this.#entrants.size;
  }

  get matchCount(): number {
    return this.#matches.size;
  }

  get scoreCount(): number {
    return this.#scores.size;
  }

  entrant(number: number): Entrant {
    return this.#entrants.get(number - 1) ?? missing('entrant', number);
  }

  stage(id: number): Stage {
    return this.#stages.get(id) ?? missing('stage', id);
  }

  table(id: number): Table {
    return this.#tables.get(id) ?? missing('table', id);
  }

  match(id: number): Match {
    return this.#matches.get(id) ?? missing('match', id);
  }

  score(id: number): Score {
    return this.#scores.get(id) ?? missing('score', id);
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

  putScore(score: Score): void {
    this.#scores.put(score.id, score);
  }

  /** The new state, and what has been done, both ways. */
  commit(head: Head): { state: State; patch: Patch } {
    const entrants = this.#entrants.commit();
    const stages = this.#stages.commit();
    const tables = this.#tables.commit();
    const matches = this.#matches.commit();
    const scores = this.#scores.commit();
    return {
      state: {
        head,
        plan: this.state.plan,
        entrants: entrants.list,
        stages: stages.list,
        tables: tables.list,
        matches: matches.list,
        scores: scores.list,
      },
      patch: {
        head: { before: this.state.head, after: head },
        entrants: entrants.changes,
        stages: stages.changes,
        tables: tables.changes,
        matches: matches.changes,
        scores: scores.changes,
      },
    };
  }
}

function missing(what: string, id: number): never {
  throw new EngineError('not-found', `There is no ${what} ${id}.`);
}

/** The records that a patch touches. */
export function changedBy(patch: Patch): Changed {
  const indexes = (changes: Change<unknown>[]): number[] => changes.map(({ index }) => index);
  return {
    entrants: indexes(patch.entrants).map((index) => index + 1),
    stages: indexes(patch.stages),
    tables: indexes(patch.tables),
    matches: indexes(patch.matches),
    scores: indexes(patch.scores),
    redrawn: patch.plan !== undefined,
  };
}
