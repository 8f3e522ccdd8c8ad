import type { GameSeat } from '../standings/game.js';
import type { SwissHistory } from './history.js';

/** The side an entrant is due for, and how much so: 0 not at all, 1 to alternate, 2 to even out, 3 urgently. */
export interface SideClaim {
  seat: GameSeat;
  strength: 0 | 1 | 2 | 3;
  /** First sides minus second sides. */
  surplus: number;
}

export function sideClaim({ sides }: SwissHistory): SideClaim {
  const surplus = sides.reduce((sum, { seat }) => sum + (seat === 0 ? 1 : -1), 0);
  const [last, previous] = [sides.at(-1), sides.at(-2)];
  if (last === undefined) return { seat: 0, strength: 0, surplus };
  const twice = last.seat === previous?.seat;
  const seat: GameSeat = twice || surplus === 0 ? (last.seat === 0 ? 1 : 0) : surplus > 0 ? 1 : 0;
  const strength = twice || Math.abs(surplus) > 1 ? 3 : surplus === 0 ? 1 : 2;
  return { seat, strength, surplus };
}

/** What it costs that two meet: 0, unless both are due for the same side. */
export function sideConflict(a: SideClaim, b: SideClaim): number {
  return a.seat === b.seat ? Math.min(a.strength, b.strength) : 0;
}

/**
 * Who gets the first side: the stronger claim, then the larger surplus of the other side, then the opposite of the last
 * round in which the two had different sides, then the claim of the higher ranked. Without any claim, every second seed
 * begins on the first side.
 */
export function seatPair(higher: SwissHistory, lower: SwissHistory): [SwissHistory, SwissHistory] {
  const give = (history: SwissHistory, seat: GameSeat): [SwissHistory, SwissHistory] => {
    const other = history === higher ? lower : higher;
    return seat === 0 ? [history, other] : [other, history];
  };
  const [a, b] = [sideClaim(higher), sideClaim(lower)];
  if (a.strength === 0 && b.strength === 0) return give(higher, higher.seed % 2 === 0 ? 0 : 1);
  if (a.strength !== b.strength) return a.strength > b.strength ? give(higher, a.seat) : give(lower, b.seat);
  if (a.seat !== b.seat) return give(higher, a.seat);
  const [surplusA, surplusB] = [Math.abs(a.surplus), Math.abs(b.surplus)];
  if (surplusA !== surplusB) return surplusA > surplusB ? give(higher, a.seat) : give(lower, b.seat);
  const different = lastDifference(higher, lower);
  return different === undefined ? give(higher, a.seat) : give(higher, different === 0 ? 1 : 0);
}

/** The seat of `a` in the last round in which both played, on different sides. */
function lastDifference(a: SwissHistory, b: SwissHistory): GameSeat | undefined {
  const ofB = new Map(b.sides.map(({ round, seat }) => [round, seat]));
  return a.sides.findLast(({ round, seat }) => ofB.has(round) && ofB.get(round) !== seat)?.seat;
}
