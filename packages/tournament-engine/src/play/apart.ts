import type { EntrantNumber, Occupant, Target } from '../model/match.js';
import type { Table } from '../model/stage.js';
import { isInFirstRound } from '../formats/qualifiers.js';
import { perfectOrder } from './perfect-order.js';
import { idsIn, type Store } from './store.js';

/**
 * The order in which those who were compared take the sides that wait for them, which is that of their ranks unless
 * entrants of one group would meet too early: the holders of a second place are in the other half than the winners of
 * their groups, those of a third or fourth place in other quarters, and so on, as far as possible; else nobody meets
 * somebody of the own group at once, if that is possible.
 * @param order best first
 */
export function apartFromOwnGroup(store: Store, table: Table, order: readonly EntrantNumber[]): EntrantNumber[] {
  const waiting = table.targets.filter((target) => target !== null);
  const qualified = order.slice(0, waiting.length);
  const [first] = waiting;
  if (first?.to !== 'side') return qualified;
  const field = fieldBefore(store, table.id, store.match(first.match).stage);
  const groupOf = groupsOf(store, table.stage);
  const sides = waiting.map(positionOf(store));
  /** Groups of those who are within a section of the bracket already. */
  const groupsNear = (side: number, section: number): Set<number> => {
    const start = Math.floor(side / section) * section;
    const groups = new Set<number>();
    for (let at = start; at < start + section; at++) {
      const group = groupOf.get(field[at] ?? null);
      if (group !== undefined) groups.add(group);
    }
    return groups;
  };
  const place = table.feeds[0]?.from === 'place' ? table.feeds[0].place : 1;
  const widest = field.length / 2 ** Math.ceil(Math.log2(place));
  for (const section of widest > 2 ? [widest, 2] : [2]) {
    const near = sides.map((side) => groupsNear(side, section));
    const found = perfectOrder(near.length, qualified.length, (at, who) => {
      return near[at]?.has(groupOf.get(qualified[who] ?? null) ?? -1) !== true;
    });
    if (found !== undefined) return found.flatMap((who) => qualified[who] ?? []);
  }
  return qualified;
}

/**
 * Who is at the sides of the first round of a bracket, top to bottom, as far as earlier tables decide it: later ones make
 * way.
 */
function fieldBefore(store: Store, table: number, stage: number): Occupant[] {
  const field: Occupant[] = [];
  for (const id of idsIn(store.stage(stage).ranges)) {
    const match = store.match(id);
    if (!isInFirstRound(match)) break;
    for (const [side, feed] of match.feeds.entries()) {
      const isEarlier = feed.from === 'place' && feed.table < table;
      field.push(isEarlier ? (match.sides[side] ?? null) : null);
    }
  }
  return field;
}

function positionOf(store: Store): (target: Target) => number {
  return (target) => (target.to === 'side' ? 2 * (store.match(target.match).number - 1) + target.side : -1);
}

function groupsOf(store: Store, stage: number): Map<Occupant, number> {
  const groups = new Map<Occupant, number>();
  for (const id of idsIn([store.stage(stage).tables])) {
    const { kind, members } = store.table(id);
    if (kind === 'group') for (const member of members) if (typeof member === 'number') groups.set(member, id);
  }
  return groups;
}
