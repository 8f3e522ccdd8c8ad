import { isInFirstRound } from '../formats/qualifiers.js';
import { seedOrder } from '../formats/seed-order.js';
import type { Match, Side } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';

/** The number that a brackets-model gives to each side of the first round; byes take those that are left. */
export function firstPositions(plan: StagePlan, size: number): number[] {
  if (!('sides' in plan) || plan.sides === undefined) return seedOrder(size);
  const taken = new Set(plan.sides);
  let free = 0;
  return plan.sides.map((seed) => {
    if (seed !== null) return seed;
    do free++;
    while (taken.has(free));
    return free;
  });
}

/** `position` of a side: a seed in the first round and in groups, the match that was lost where losers come down. */
export function positionOf(state: State, match: Match, side: Side, first: readonly number[]): number | undefined {
  const { section, number } = match;
  const feed = match.feeds[side];
  if (section === 'reset') return undefined;
  if (isInFirstRound(match)) return first[2 * (number - 1) + side];
  if (feed.from === 'loser') return getAt(state.matches, feed.match).number;
  if (section === 'final') return side === 1 ? 1 : undefined;
  if (feed.from !== 'member') return undefined;
  const member = getAt(state.tables, feed.table).feeds[feed.member];
  return member?.from === 'entrant' ? member.entrant : undefined;
}
