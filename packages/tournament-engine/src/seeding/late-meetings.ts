/** Seats of a bracket, by seed, and the clubs of those who sit there. */
export interface SeatedClubs {
  /** Place in the bracket of each seed, top to bottom; index 0 is seed 1. */
  places: readonly number[];
  clubOf(seed: number): string | null;
  swap(a: number, b: number): void;
}

/**
 * Swaps two of a band as long as it makes the first encounters fewer: those of round 1, then of round 2, ... In brackets
 * with byes this mends what halving from the final backwards cannot see.
 * @param bands seeds that may change places with each other
 */
export function swapForLaterMeetings(seated: SeatedClubs, bands: readonly (readonly number[])[], rounds: number): void {
  const { places, clubOf, swap } = seated;
  const byClub = new Map<string, Set<number>>();
  for (let seed = 1; seed <= places.length; seed += 1) {
    const club = clubOf(seed);
    if (club !== null) byClub.set(club, (byClub.get(club) ?? new Set()).add(seed));
  }
  const change = new Int32Array(rounds + 1);
  /** Adds the rounds in which somebody of the club would meet the others from the place of `seed`. */
  const count = (club: string | null, seed: number, leaving: number, by: number): void => {
    if (club === null) return;
    for (const other of byClub.get(club) ?? []) {
      if (other === leaving) continue;
      const round = 32 - Math.clz32((places[seed - 1] ?? 0) ^ (places[other - 1] ?? 0));
      change[round] = (change[round] ?? 0) + by;
    }
  };
  const improves = (a: number, b: number): boolean => {
    const [clubA, clubB] = [clubOf(a), clubOf(b)];
    if (clubA === clubB) return false;
    change.fill(0);
    count(clubA, a, a, -1);
    count(clubA, b, a, 1);
    count(clubB, b, b, -1);
    count(clubB, a, b, 1);
    return (change.find((value) => value !== 0) ?? 0) < 0;
  };
  for (let again = true; again;) {
    again = false;
    for (const band of bands) {
      for (const [index, a] of band.entries()) {
        for (const b of band.slice(index + 1)) {
          if (!improves(a, b)) continue;
          move(byClub, clubOf(a), a, b);
          move(byClub, clubOf(b), b, a);
          swap(a, b);
          again = true;
        }
      }
    }
  }
}

function move(byClub: ReadonlyMap<string, Set<number>>, club: string | null, from: number, to: number): void {
  if (club === null) return;
  byClub.get(club)?.delete(from);
  byClub.get(club)?.add(to);
}
