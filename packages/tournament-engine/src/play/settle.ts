import { revised, type Match, type Occupant, type Side, type Target } from '../model/match.js';
import type { Stage, Table } from '../model/stage.js';
import { decisionOf, loserOf, throughCondition, winnerOf } from './outcome.js';
import { idsIn, type Store } from './store.js';
import { scoreIdsOf, seatScore } from './settle-score.js';
import { orderOf, placesOf } from './table-order.js';

/** Told what has to be settled again, and which results are gone. */
export interface Ripple {
  match(id: number): void;
  table(id: number): void;
  reset(match: number): void;
  resetScore(score: number): void;
}

/** Brings a match in line with its sides, its result and the absences, and passes on who goes where. */
export function settleMatch(store: Store, id: number, ripple: Ripple): void {
  const before = store.match(id);
  const decision = decisionOf(before, store);
  const match = decision === before.decision ? before : revised(before, before.sides, before.result, decision);
  if (match !== before) {
    store.putMatch(match);
    addOpen(store, match, Number(before.decision !== null) - Number(decision !== null));
  }
  const { winnerTo, loserTo, table } = match;
  if (winnerTo !== null) deliver(store, winnerTo, throughCondition(match, winnerTo, winnerOf(match)), ripple);
  if (loserTo !== null) deliver(store, loserTo, throughCondition(match, loserTo, loserOf(match)), ripple);
  if (table !== null) ripple.table(table);
}

function addOpen(store: Store, { stage, table }: Match, count: number): void {
  if (count === 0) return;
  bumpStage(store, store.stage(stage), count);
  if (table === null) return;
  const counted = store.table(table);
  store.putTable({ ...counted, open: counted.open + count });
}

function bumpStage(store: Store, stage: Stage, count: number): void {
  const { id, plan, ranges, tables, open } = stage;
  store.putStage({ id, plan, ranges, tables, open: open + count });
}

/** Brings the order of a table in line with its matches, and passes on who qualifies. */
export function settleTable(store: Store, id: number, ripple: Ripple): void {
  const table = store.table(id);
  const order = orderOf(store, table);
  if (!isSameOrder(order, table.order)) {
    const settled: Table = { ...table, order };
    store.putTable(settled);
    const closed = Number(order !== null) - Number(table.order !== null);
    if (closed !== 0) bumpStage(store, store.stage(table.stage), -closed);
  }
  for (const [target, occupant] of placesOf(store, store.table(id))) deliver(store, target, occupant, ripple);
  for (const compared of comparedAfter(store, table)) ripple.table(compared);
}

/** Tables that look at more of this one than who is at a place: at all its results, or at who has a side already. */
function comparedAfter(store: Store, { id, stage, targets }: Table): number[] {
  if (targets.every((target) => target === null)) return [];
  return [...idsIn([store.stage(stage).tables])].filter((other) => other > id && store.table(other).kind === 'best');
}

function isSameOrder(one: Table['order'], other: Table['order']): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((entrant, at) => entrant === other[at]);
}

function deliver(store: Store, target: Target, occupant: Occupant, ripple: Ripple): void {
  if (target.to === 'side') return seat(store, target.match, target.side, occupant, ripple);
  const table = store.table(target.table);
  if (table.members[target.member] === occupant) return;
  store.putTable({ ...table, members: table.members.with(target.member, occupant) });
  ripple.table(target.table);
  for (const id of scoreIdsOf(table, target.member)) seatScore(store, id, occupant, ripple);
  for (const id of idsIn(table.ranges)) {
    for (const [side, feed] of store.match(id).feeds.entries()) {
      if (feed.from === 'member' && feed.member === target.member)
        seat(store, id, side === 0 ? 0 : 1, occupant, ripple);
    }
  }
}

/** Somebody else at a side takes away the result that the one before has played for. */
function seat(store: Store, id: number, side: Side, occupant: Occupant, ripple: Ripple): void {
  const match = store.match(id);
  if (match.sides[side] === occupant) return;
  const [first, second] = match.sides;
  const sides: Match['sides'] = side === 0 ? [occupant, second] : [first, occupant];
  store.putMatch(revised(match, sides, null, match.decision));
  if (match.result !== null) ripple.reset(id);
  ripple.match(id);
}
