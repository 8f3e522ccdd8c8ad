import type { Feed, Match } from '../model/match.js';
import type { Qualification, QualifiedPlace, StagePlan } from '../model/plan.js';
import type { Table } from '../model/stage.js';
import { crossPairing } from './cross-pairing.js';
import { seedOrder } from './seed-order.js';

const nobody: Feed = { from: 'bye' };

/** Places of the tables whose holders have to be compared with each other. */
export function comparedPlaces(qualify: Qualification | undefined): number[] {
  if (qualify === undefined) return [];
  const all = qualify.best ? qualify.top + 1 : qualify.top;
  const first = qualify.seeding === 'record' ? 1 : qualify.top + 1;
  return Array.from({ length: all + 1 - first }, (_place, index) => first + index);
}

/** Winners of the tables, then the seconds, and so on; then the best of those after them. By record where it decides. */
export function qualifiers({ qualify }: StagePlan, tables: readonly Table[]): Feed[] {
  const { top, best = 0, seeding } = qualify ?? { top: 0 };
  const groups = tables.filter((table) => table.kind === 'group');
  const feeds: Feed[] = [];
  for (let place = 1; place <= top; place++) {
    if (seeding === 'record') for (const feed of bestOf(tables, place, groups.length)) feeds.push(feed);
    else for (const { id } of groups) feeds.push({ from: 'place', table: id, place });
  }
  return best > 0 ? [...feeds, ...bestOf(tables, top + 1, best)] : feeds;
}

/** The first `count` of the table that compares those at a place of their groups. */
function bestOf(tables: readonly Table[], place: number, count: number): Feed[] {
  const table = tables.find(({ kind, feeds: [first] }) => {
    return kind === 'best' && first?.from === 'place' && first.place === place;
  });
  if (table === undefined) throw new RangeError(`nobody compares those at place ${place}`);
  return Array.from({ length: count }, (_feed, index) => ({ from: 'place', table: table.id, place: index + 1 }));
}

/** The first round of a bracket, top to bottom, byes for the best seeds. */
export function firstRound(plan: StagePlan, field: readonly Feed[], before: readonly Table[]): Feed[] {
  const groups = before.filter((table) => table.kind === 'group');
  const { qualify } = plan;
  const seed = (number: number | null): Feed => (number === null ? nobody : (field[number - 1] ?? nobody));
  if ('sides' in plan && plan.sides !== undefined) return plan.sides.map(seed);
  const { top, seeding = 'cross' } = qualify ?? { top: 0 };
  if (typeof seeding === 'object') {
    return seeding.map((place) => seed(place && numberOf(place, groups.length, top)));
  }
  if (seeding === 'record' || groups.length < 2) {
    return seedOrder(2 ** Math.ceil(Math.log2(field.length))).map(seed);
  }
  const best = field.slice(groups.length * top);
  return crossPairing(groups.length, top, best.length).map((side): Feed => {
    if (side === null) return nobody;
    if (side.group === -1) return best.shift() ?? nobody;
    return { from: 'place', table: groups[side.group]?.id ?? -1, place: side.place + 1 };
  });
}

/** Whether a match has sides of `firstRound`. */
export function isInFirstRound({ round, section }: Match): boolean {
  return round === 1 && (section === 'main' || section === 'winners');
}

/** Where somebody is among the `qualifiers`, from 1. */
export function numberOf(place: QualifiedPlace, tables: number, top: number): number {
  return 'best' in place ? tables * top + place.best : (place.place - 1) * tables + place.table;
}
