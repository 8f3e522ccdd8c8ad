/** Seats of one strength on both sides; their occupants may change places with each other. */
export interface Row {
  left: number[];
  right: number[];
}

/**
 * Spreads clubs over two sides as evenly as it goes, by swaps within rows: the sum over clubs of the pairs on the same
 * side is the least that swaps can reach. Everything stays where it is when it is even already.
 * The sum is convex in each club's count and a swap moves one unit of flow between two clubs, so the least is reached
 * when no chain of swaps lowers it: minimum-cost flow by cancelling paths.
 * @param clubOf null for none, which never matters
 * @param fixed seats that count and stay
 */
export function balance(
  rows: readonly Row[],
  fixed: Row,
  clubOf: (seat: number) => string | null,
  swap: (left: number, right: number) => void,
): void {
  for (;;) {
    const surplus = surpluses([...rows, fixed], clubOf);
    const chain =
      improvingChain(rows, surplus, clubOf) ?? flipped(improvingChain(rows.map(flip), negated(surplus), clubOf));
    if (chain === null) return;
    for (const [left, right] of chain) swap(left, right);
  }
}

/** Seats on the left minus seats on the right, by club. */
function surpluses(rows: readonly Row[], clubOf: (seat: number) => string | null): Map<string | null, number> {
  const surplus = new Map<string | null, number>();
  const add = (seat: number, by: number): void => {
    surplus.set(clubOf(seat), (surplus.get(clubOf(seat)) ?? 0) + by);
  };
  for (const { left, right } of rows) {
    for (const seat of left) add(seat, 1);
    for (const seat of right) add(seat, -1);
  }
  surplus.set(null, 0);
  return surplus;
}

/**
 * Swaps that take one from the left of a club with a surplus of two or more, and give the left one of a club that may
 * have one more there. Clubs in between give and take one each.
 */
function improvingChain(
  rows: readonly Row[],
  surplus: ReadonlyMap<string | null, number>,
  clubOf: (seat: number) => string | null,
): [number, number][] | null {
  for (const [start, excess] of surplus) {
    if (start === null || excess < 2) continue;
    const cameBy = new Map<string | null, { from: string | null; seats: [number, number] }>();
    const queue: (string | null)[] = [start];
    for (const club of queue) {
      if (club === null || (surplus.get(club) ?? 0) < excess - 2) return chainTo(club, start, cameBy);
      for (const { left, right } of rows) {
        const giver = left.find((seat) => clubOf(seat) === club);
        if (giver === undefined) continue;
        for (const taker of right) {
          const next = clubOf(taker);
          if (next === start || cameBy.has(next)) continue;
          cameBy.set(next, { from: club, seats: [giver, taker] });
          queue.push(next);
        }
      }
    }
  }
  return null;
}

function chainTo(
  end: string | null,
  start: string,
  cameBy: ReadonlyMap<string | null, { from: string | null; seats: [number, number] }>,
): [number, number][] {
  const chain: [number, number][] = [];
  for (let club: string | null = end; club !== start;) {
    const step = cameBy.get(club);
    if (step === undefined) break;
    chain.unshift(step.seats);
    club = step.from;
  }
  return chain;
}

function flip({ left, right }: Row): Row {
  return { left: right, right: left };
}

function negated(surplus: ReadonlyMap<string | null, number>): Map<string | null, number> {
  return new Map([...surplus].map(([club, value]) => [club, -value]));
}

function flipped(chain: [number, number][] | null): [number, number][] | null {
  return chain?.map(([right, left]): [number, number] => [left, right]) ?? null;
}
