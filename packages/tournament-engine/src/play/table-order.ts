import type { EntrantNumber, Occupant, Target } from '../model/match.js';
import type { Table } from '../model/stage.js';
import { apartFromOwnGroup } from './apart.js';
import { bestPlaces } from './best-places.js';
import { boardRows } from './board.js';
import { isUnfinished } from './outcome.js';
import { levelsOf, rowsOf } from './standing.js';
import type { Store } from './store.js';

type Ranked = readonly EntrantNumber[];

/**
 * Members of a table that is over, by place; null while it is not, or while members are level at a place where the
 * order matters to others. Where it matters to nobody, members who are level come in the order of their numbers.
 */
export function orderOf(store: Store, table: Table): EntrantNumber[] | null {
  const classes = classesOf(store, table);
  if (classes === null) return null;
  let place = 0;
  for (const level of classes) {
    const targets = table.targets.slice(place, place + level.length);
    if (level.length > 1 && targets.some((target) => target !== null)) return null;
    place += level.length;
  }
  return classes.flat();
}

/** Members of a table that is over, best first, those who share a place together; null while it is not over. */
export function classesOf(store: Store, table: Table): Ranked[] | null {
  const classes = standingClasses(store, table);
  return classes?.flatMap((level) => byLot(level, table.lots ?? [])) ?? null;
}

function standingClasses(store: Store, table: Table): Ranked[] | null {
  if (table.open > 0 || table.members.includes(null)) return null;
  const classes = rankedLevels(store, table);
  // Who left during this stage takes no place away from those who stayed.
  const isGone = (entrant: EntrantNumber): boolean => {
    const { absence } = store.entrant(entrant);
    return absence !== null && isUnfinished(absence, table.id);
  };
  const stayed = classes.map((level) => level.filter((entrant) => !isGone(entrant)));
  const gone = classes.map((level) => level.filter(isGone));
  return [...stayed, ...gone].filter((level) => level.length > 0);
}

function rankedLevels(store: Store, table: Table): Ranked[] {
  if (table.kind === 'best') return bestPlaces(store, table);
  const { plan } = store.stage(table.stage);
  return levelsOf(plan.format === 'leaderboard' ? boardRows(store, table, plan) : rowsOf(store, table));
}

/** Those who drew lots in their order, then the others, still level. */
function byLot(level: Ranked, lots: Ranked): Ranked[] {
  const drawn = lots.filter((entrant) => level.includes(entrant));
  if (level.length < 2 || drawn.length < 2) return [level];
  const rest = level.filter((entrant) => !drawn.includes(entrant));
  return [...drawn.map((entrant) => [entrant]), ...(rest.length > 0 ? [rest] : [])];
}

/** Everybody in `order` is level with somebody else in it. */
export function isTieParted(store: Store, table: Table, order: Ranked): boolean {
  const classes = standingClasses(store, table);
  return (
    order.length > 1 &&
    order.every((entrant) => {
      const level = classes?.find((candidates) => candidates.includes(entrant)) ?? [];
      return level.some((other) => other !== entrant && order.includes(other));
    })
  );
}

/** Who goes where because of a table. Nobody goes on from most leaderboards, and every score asks. */
export function placesOf(store: Store, table: Table): [Target, Occupant][] {
  if (table.targets.every((target) => target === null)) return [];
  const order =
    table.order === null ? null : table.kind === 'best' ? apartFromOwnGroup(store, table, table.order) : table.order;
  return table.targets.flatMap((target, at): [Target, Occupant][] =>
    target === null ? [] : [[target, order === null ? null : (order[at] ?? 'bye')]],
  );
}
