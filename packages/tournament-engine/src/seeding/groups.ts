import type { EntrantId } from '../standings/game.js';
import { balance, type Row } from './balance.js';
import { checkMembers, fewest, type Encounter, type Member } from './club.js';

export interface GroupSeparation {
  groups: EntrantId[][];
  encounters: Encounter[];
  /** The fewest encounters that any draw into so many groups has. */
  unavoidable: number;
}

/**
 * Moves entrants of one club into different groups. Entrants change places within their run of the dealing only (the
 * first of all groups, the second, ...), so the groups stay as strong as they were, and nobody moves who does not have to.
 * @param groups as dealt, best first in each, e.g. by `dealSnake`
 * @throws EngineError `repeated-entrant`
 */
export function separateInGroups(groups: readonly (readonly Member[])[]): GroupSeparation {
  checkMembers(groups.flat());
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  const dealt = groups.map((group) => [...group]);
  const occupant = (seat: number): Member | undefined =>
    dealt[seat % groups.length]?.[Math.floor(seat / groups.length)];
  const swap = (a: number, b: number): void => {
    const [first, second] = [dealt[a % groups.length], dealt[b % groups.length]];
    const [memberA, memberB] = [occupant(a), occupant(b)];
    if (first === undefined || second === undefined || memberA === undefined || memberB === undefined) return;
    first[Math.floor(a / groups.length)] = memberB;
    second[Math.floor(b / groups.length)] = memberA;
  };
  const seatsOf = (group: number): number[] =>
    Array.from({ length: longest }, (_item, run) => run * groups.length + group).filter(
      (seat) => occupant(seat) !== undefined,
    );
  const clubOf = (seat: number): string | null => occupant(seat)?.club ?? null;
  for (let before = Infinity; ;) {
    const now = dealt.reduce((sum, group) => sum + encountersAmong(group).length, 0);
    if (now >= before || now === 0) break;
    before = now;
    for (let a = 0; a < groups.length; a += 1) {
      for (let b = a + 1; b < groups.length; b += 1) {
        const right = seatsOf(b);
        const rows = seatsOf(a)
          .filter((seat) => right.includes(seat - a + b))
          .map((seat): Row => ({ left: [seat], right: [seat - a + b] }));
        const paired = new Set(rows.flatMap(({ left, right }) => [...left, ...right]));
        const alone = (seats: readonly number[]): number[] => seats.filter((seat) => !paired.has(seat));
        balance(rows, { left: alone(seatsOf(a)), right: alone(right) }, clubOf, swap);
      }
    }
  }
  return {
    groups: dealt.map((group) => group.map(({ id }) => id)),
    encounters: dealt.flatMap((group) => encountersAmong(group)),
    unavoidable: fewest(groups.flat(), groups.length),
  };
}

function encountersAmong(group: readonly Member[]): Encounter[] {
  return group.flatMap((a, index) =>
    group
      .slice(index + 1)
      .filter((b) => a.club !== null && a.club === b.club)
      .map((b): Encounter => ({ club: a.club ?? '', entrants: [a.id, b.id] })),
  );
}
