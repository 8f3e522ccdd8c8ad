import { EngineError } from '../errors.js';
import { bestOfRound } from '../formats/best-of.js';
import type { TableCommand } from '../model/command.js';
import type { Feed, Match, Occupant } from '../model/match.js';
import type { Table } from '../model/stage.js';
import { pairSwiss } from '../swiss/pair.js';
import type { Draft } from './draft.js';
import type { Effects } from './effects.js';
import { gamesOf } from './games.js';
import { rulesOf } from './standing.js';
import { idsIn } from './store.js';
import { isTieParted } from './table-order.js';

/**
 * Draws the next round of a Swiss stage.
 * @throws EngineError `round-not-over`, `no-round-left`, `side-unknown`, `no-complete-pairing`
 */
export function nextRound(draft: Draft, { stage: stageId }: Extract<TableCommand, { type: 'next-round' }>): Effects {
  const stage = draft.stage(stageId);
  const { plan } = stage;
  if (plan.format !== 'swiss') throw new EngineError('no-round-left', 'The rounds of this stage are all drawn.');
  const table = draft.table(stage.tables[0]);
  const round = table.ranges.length + 1;
  if (round > plan.rounds) throw new EngineError('no-round-left', `There are only ${plan.rounds} rounds.`);
  const open = [...idsIn(table.ranges)].filter((id) => draft.match(id).decision === null);
  if (open.length > 0) throw new EngineError('round-not-over', `Round ${round - 1} is not over.`, open);

  const entrants = table.members.map((member) => {
    if (typeof member !== 'number') throw new EngineError('side-unknown', 'The stage before is not over.');
    return { id: member, active: draft.entrant(member).absence === null };
  });
  const paired = pairSwiss({
    entrants,
    games: gamesOf(draft, table),
    forbidden: (plan.forbidden ?? []).map(([one, other]): [number, number] => [one, other]),
    round,
    options: { points: rulesOf(plan).points, balanceSides: plan.balanceSides ?? false },
  });
  const pairs: [unknown, unknown][] = paired.pairs.map(({ sides }) => [sides[0], sides[1]]);
  if (paired.bye !== null) pairs.push([paired.bye, null]);
  return addRound(draft, table, { pairs, round, bestOf: bestOfRound(plan.bestOf, round) });
}

function addRound(
  draft: Draft,
  table: Table,
  { pairs, round, bestOf }: { pairs: [unknown, unknown][]; round: number; bestOf: number },
): Effects {
  const first = draft.matchCount;
  const memberOf = new Map(table.members.map((occupant, member): [unknown, number] => [occupant, member]));
  const feedOf = (id: unknown): Feed => {
    const member = memberOf.get(id);
    return member === undefined ? { from: 'bye' } : { from: 'member', table: table.id, member };
  };
  const occupantOf = (feed: Feed): Occupant => (feed.from === 'member' ? (table.members[feed.member] ?? null) : 'bye');
  for (const [index, [one, other]] of pairs.entries()) {
    const feeds: Match['feeds'] = [feedOf(one), feedOf(other)];
    draft.putMatch({
      id: first + index,
      stage: table.stage,
      table: table.id,
      section: 'swiss',
      round,
      number: index + 1,
      bestOf,
      feeds,
      winnerTo: null,
      loserTo: null,
      places: null,
      result: null,
      sides: [occupantOf(feeds[0]), occupantOf(feeds[1])],
      decision: null,
    });
  }
  // The round itself was open until now; its matches are instead.
  const opened = pairs.length - 1;
  const range = [first, pairs.length] as const;
  draft.putTable({ ...table, ranges: [...table.ranges, range], open: table.open + opened });
  const stage = draft.stage(table.stage);
  draft.putStage({ ...stage, ranges: [...stage.ranges, range], open: stage.open + opened });
  return { matches: [...idsIn([range])], tables: [table.id] };
}

/**
 * Records a lot that was drawn between members whom nothing else parts.
 * @throws EngineError `invalid-lots`
 */
export function drawLots(draft: Draft, { table: id, order }: Extract<TableCommand, { type: 'draw-lots' }>): Effects {
  const table = draft.table(id);
  const strangers = order.filter((entrant, at) => !table.members.includes(entrant) || order.indexOf(entrant) !== at);
  if (strangers.length > 0 || !isTieParted(draft, table, order)) {
    throw new EngineError('invalid-lots', 'These lots do not part members of the table who are level.');
  }
  if (table.lots?.join() === order.join()) return {};
  draft.putTable({ ...table, lots: order });
  return { tables: [id] };
}
