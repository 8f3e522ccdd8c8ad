import type { Match, Occupant } from '../model/match.js';
import type { Score } from '../model/score.js';
import type { Stage, Table } from '../model/stage.js';
import type { Entrant } from '../model/state.js';
import { settleMatch, settleTable } from './settle.js';
import { idsIn, type Store } from './store.js';

export interface Records {
  entrants: Entrant[];
  stages: Stage[];
  tables: Table[];
  matches: Match[];
  scores: Score[];
}

/** In the first pass everything is visited once, in order, so nothing has to be remembered. */
const inOrder = { match: () => undefined, table: () => undefined, reset: () => undefined, resetScore: () => undefined };

/** Seats everybody whose place is known in a tournament that has just been drawn. Replaces records in the arrays. */
export function settleAll(records: Records): void {
  const { stages, tables, matches } = records;
  const store = storeOf(records);
  const known = (match: Match, side: 0 | 1): Occupant => {
    const feed = match.feeds[side];
    if (feed.from === 'entrant') return feed.entrant;
    if (feed.from === 'member') return store.table(feed.table).members[feed.member] ?? null;
    return feed.from === 'bye' ? 'bye' : match.sides[side];
  };
  for (const {
    ranges,
    tables: [first, count],
  } of stages) {
    for (const id of idsIn(ranges)) {
      const match = store.match(id);
      matches[id] = { ...match, sides: [known(match, 0), known(match, 1)] };
      settleMatch(store, id, inOrder);
    }
    for (const table of tables.slice(first, first + count)) settleTable(store, table.id, inOrder);
  }
}

function storeOf({ entrants, stages, tables, matches, scores }: Records): Store {
  return {
    entrant: (number) => read(entrants, number - 1),
    stage: (id) => read(stages, id),
    table: (id) => read(tables, id),
    match: (id) => read(matches, id),
    score: (id) => read(scores, id),
    putStage: (stage) => void (stages[stage.id] = stage),
    putTable: (table) => void (tables[table.id] = table),
    putMatch: (match) => void (matches[match.id] = match),
    putScore: (score) => void (scores[score.id] = score),
  };
}

function read<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no item ${index}`);
  return item;
}
