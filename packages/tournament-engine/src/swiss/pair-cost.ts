import type { MatchingProblem } from './matching/perfect-matching.js';
import type { SwissHistory } from './history.js';
import { sideClaim, sideConflict, type SideClaim } from './sides.js';

/** An entrant of the round: history, and place among those with the same score. */
export interface Placed {
  history: SwissHistory;
  /** From 0 for the best score. */
  group: number;
  groupSize: number;
  /** Places above and below within the group. */
  above: number;
  below: number;
}

const noClaim: SideClaim = { seat: 0, strength: 0, surplus: 0 };

/** Indexes below are places wherever `!` is used. Sums of costs and the duals, which may be twice as large, stay safe integers. */
const largestCost = 2 ** 50;

/**
 * Costs of pairing, best first in the order of `placed`; with `byeGroup`, one vertex more that stands for the bye, open
 * to those of that group. What a pairing minimises, each only among those that are equal in what comes before it:
 * 1. the squares of the distances in score groups;
 * 2. floats that repeat one of the last two rounds (weight 2 and 1), a bye counting as a float down, and the unplayed
 *    rounds of the one with the bye;
 * 3. pairs due for the same side, by the weaker claim;
 * 4. the distance to the ideal opponent: the one half a group below, for floats the nearest one, and for the bye twice
 *    the places to the last of the group.
 * The sums are exact. Only 4. is cut off, at as many places as numbers have room for: in fields of some thousand with
 * sides balanced, opponents further from the ideal than that count as equally far.
 * @param apart for each place, those it must not meet and itself
 */
export function pairCosts(
  placed: readonly Placed[],
  byeGroup: number | null,
  apart: readonly (readonly number[])[],
  balanceSides: boolean,
): MatchingProblem {
  const count = placed.length;
  const pairs = Math.ceil(count / 2);
  const groups = Int32Array.from(placed, ({ group }) => group);
  const above = Int32Array.from(placed, (item) => item.above);
  const below = Int32Array.from(placed, (item) => item.below);
  const down = Int32Array.from(placed, ({ history }) => repeats(history, -1));
  const up = Int32Array.from(placed, ({ history }) => repeats(history, 1));
  const claims = placed.map(({ history }) => (balanceSides ? sideClaim(history) : noClaim));
  const claimCode = Int32Array.from(claims, ({ seat, strength }) => 4 * seat + strength);
  const conflicts = conflictTable(claims, claimCode);

  const unplayed = placed.reduce((most, { history }) => Math.max(most, history.unplayed), 0);
  const repeatBound = down.reduce((sum, value, index) => sum + Math.max(value, up[index]!), 0) + unplayed;
  const sideBound = balanceSides ? 3 * pairs : 0;
  const distances = (groups.at(-1) ?? 0) ** 2 + 1;
  const room = Math.floor(largestCost / (distances * (repeatBound + 1) * (sideBound + 1) * (pairs + 1))) - 1;
  const idealLimit = Math.max(1, Math.min(count, room));
  const sideWeight = (pairs + 1) * idealLimit + 1;
  const repeatWeight = sideWeight * (sideBound + 1);
  const floatWeight = repeatWeight * (repeatBound + 1);

  const byeCost = (index: number): number => {
    const { history, group } = placed[index]!;
    if (group !== byeGroup || history.hadBye) return Infinity;
    return (history.unplayed + down[index]!) * repeatWeight + 2 * Math.min(below[index]!, idealLimit);
  };
  return {
    vertices: byeGroup === null ? count : count + 1,
    costs(vertex, row) {
      if (vertex === count) {
        for (let index = 0; index < count; index += 1) row[index] = byeCost(index);
        return;
      }
      const { group, groupSize } = placed[vertex]!;
      const half = Math.floor(groupSize / 2);
      const [ownAbove, ownBelow, ownDown, ownUp] = [above[vertex]!, below[vertex]!, down[vertex]!, up[vertex]!];
      const ownClaim = 8 * claimCode[vertex]!;
      for (let index = 0; index < count; index += 1) {
        const distance = groups[index]! - group;
        let ideal: number;
        let repeated = 0;
        if (distance === 0) {
          ideal = Math.abs(Math.abs(above[index]! - ownAbove) - half);
        } else if (distance > 0) {
          ideal = ownBelow + above[index]!;
          repeated = ownDown + up[index]!;
        } else {
          ideal = ownAbove + below[index]!;
          repeated = ownUp + down[index]!;
        }
        row[index] =
          distance * distance * floatWeight +
          repeated * repeatWeight +
          conflicts[ownClaim + claimCode[index]!]! * sideWeight +
          (ideal < idealLimit ? ideal : idealLimit);
      }
      for (const other of apart[vertex]!) row[other] = Infinity;
      if (byeGroup !== null) row[count] = byeCost(vertex);
    },
  };
}

/** Weight of a float that repeats the last round, or the one before it. */
function repeats({ floats: [last, before] }: SwissHistory, direction: number): number {
  return (last === direction ? 2 : 0) + (before === direction ? 1 : 0);
}

/** Conflict of any two claims at `8 * code + code`. */
function conflictTable(claims: readonly SideClaim[], codes: Int32Array): Int32Array {
  const table = new Int32Array(64);
  const examples = new Map(claims.map((claim, index) => [codes[index]!, claim]));
  for (const [a, claimA] of examples)
    for (const [b, claimB] of examples) table[8 * a + b] = sideConflict(claimA, claimB);
  return table;
}
