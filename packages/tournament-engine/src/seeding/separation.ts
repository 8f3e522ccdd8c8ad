import { EngineError } from '../errors.js';
import { seedOrder } from '../formats/seed-order.js';
import type { EntrantId } from '../standings/game.js';
import { balance, type Row } from './balance.js';
import { swapForLaterMeetings } from './late-meetings.js';
import { checkMembers, fewest, type Encounter, type Member } from './club.js';

export interface BracketSeparation {
  /** The new order of the seeds. */
  order: EntrantId[];
  /** Pairs of a club by the round in which they can meet first, from round 1. */
  encounters: Encounter[][];
  /**
   * By round: the fewest pairs of a club that can meet in that round or before in any draw, whatever the seeds. Where
   * the number of encounters so far is the same, nothing better exists.
   */
  unavoidable: number[];
}

/**
 * Moves entrants of one club apart in a bracket: they meet as late as their seeds allow. Entrants change places within
 * their band of seeds only (3-4, 5-8, 9-16, ...), so 1 and 2 stay. From the final backwards, every section is halved with
 * the clubs as even as possible: in a full bracket nothing better exists. With byes or more kept seeds, swaps that put
 * off the first encounters follow, also from the order given; the better of the two is taken. Held
 * against all orders, about one in a hundred brackets of up to eleven misses the best, never in round 1.
 * @param members in the order of the seeds
 * @param keep how many of the first seeds stay where they are, besides 1 and 2
 * @throws EngineError `too-few-entrants`, `repeated-entrant`
 */
export function separateInBracket(members: readonly Member[], keep = 2): BracketSeparation {
  if (members.length < 2) throw new EngineError('too-few-entrants', 'A bracket needs at least two entrants.');
  checkMembers(members);
  const size = 2 ** Math.ceil(Math.log2(members.length));
  const rounds = Math.log2(size);
  const seats = seedOrder(size);
  const seatOf = seats.map((_seed, index) => seats.indexOf(index + 1));
  const arrange = (halve: boolean, swapLate: boolean): BracketSeparation => {
    const occupants = [...members];
    const clubOf = (seed: number): string | null => occupants[seed - 1]?.club ?? null;
    const swap = (a: number, b: number): void => exchange(occupants, a - 1, b - 1);
    const here = seats.filter((seed) => seed <= members.length);
    if (halve) halveSections(seats, here.length, keep, clubOf, swap);
    const places = seatOf.slice(0, here.length);
    if (swapLate) swapForLaterMeetings({ places, clubOf, swap }, bandsOf(here, keep), rounds);
    return {
      order: occupants.map(({ id }) => id),
      encounters: Array.from({ length: rounds }, (_item, index) => encountersIn(seats, occupants, 2 ** (index + 1))),
      unavoidable: Array.from({ length: rounds }, (_item, index) => fewest(members, size / 2 ** (index + 1))),
    };
  };
  if (members.length === size && keep <= 2) return arrange(true, false);
  const [near, halved] = [arrange(false, true), arrange(true, true)];
  return compareEncounters(halved, near) < 0 ? halved : near;
}

/** From the whole bracket down to single matches: clubs as even as possible on both halves. */
function halveSections(
  seats: readonly number[],
  count: number,
  keep: number,
  clubOf: (seed: number) => string | null,
  swap: (a: number, b: number) => void,
): void {
  for (let section = seats.length; section > 1; section /= 2) {
    for (let from = 0; from < seats.length; from += section) {
      const half = (start: number): number[] => seats.slice(start, start + section / 2).filter((seed) => seed <= count);
      const [left, right] = [half(from), half(from + section / 2)];
      const free = bandsOf([...left, ...right], keep).map((band): Row => ({
        left: band.filter((seed) => left.includes(seed)),
        right: band.filter((seed) => right.includes(seed)),
      }));
      const fixed = { left: left.filter((seed) => seed <= keep), right: right.filter((seed) => seed <= keep) };
      balance(free, fixed, clubOf, swap);
    }
  }
}

/** Which of the two has fewer encounters in round 1, then in round 2, ... */
function compareEncounters(a: BracketSeparation, b: BracketSeparation): number {
  const index = a.encounters.findIndex((list, round) => list.length !== b.encounters[round]?.length);
  return (a.encounters[index]?.length ?? 0) - (b.encounters[index]?.length ?? 0);
}

/** Seeds that may change places: 3-4, 5-8, 9-16, ... */
function bandsOf(seeds: readonly number[], keep: number): number[][] {
  const bands: number[][] = [];
  for (const seed of seeds) if (seed > keep) (bands[Math.ceil(Math.log2(seed))] ??= []).push(seed);
  return bands.filter((band) => band !== undefined);
}

/** Pairs of a club in one section of `section` places, but on different halves of it. */
function encountersIn(seats: readonly number[], occupants: readonly Member[], section: number): Encounter[] {
  const encounters: Encounter[] = [];
  for (let from = 0; from < seats.length; from += section) {
    const half = (start: number): Member[] =>
      seats
        .slice(start, start + section / 2)
        .map((seed) => occupants[seed - 1])
        .filter((member) => member !== undefined);
    for (const a of half(from)) {
      for (const b of half(from + section / 2)) {
        if (a.club !== null && a.club === b.club) encounters.push({ club: a.club, entrants: [a.id, b.id] });
      }
    }
  }
  return encounters;
}

function exchange(items: Member[], a: number, b: number): void {
  const [first, second] = [items[a], items[b]];
  if (first === undefined || second === undefined) return;
  items[a] = second;
  items[b] = first;
}
