import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';
import type { Store } from './store.js';

/** What rules read of a state. */
export function readerOf({ entrants, stages, tables, matches, scores }: State): Store {
  const nothing = (): never => {
    throw new TypeError('a state is only read');
  };
  return {
    entrant: (number) => getAt(entrants, number - 1),
    stage: (id) => getAt(stages, id),
    table: (id) => getAt(tables, id),
    match: (id) => getAt(matches, id),
    score: (id) => getAt(scores, id),
    putStage: nothing,
    putTable: nothing,
    putMatch: nothing,
    putScore: nothing,
  };
}
