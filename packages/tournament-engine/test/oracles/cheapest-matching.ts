/**
 * The least cost of a perfect matching by trying all of them, over subsets of vertices; Infinity when there is none.
 * For up to about 14 vertices.
 */
export function cheapestMatching(cost: readonly (readonly number[])[]): number {
  const known = new Map<number, number>();
  const solve = (open: number): number => {
    if (open === 0) return 0;
    const seen = known.get(open);
    if (seen !== undefined) return seen;
    const first = 31 - Math.clz32(open);
    let best = Infinity;
    for (let other = 0; other < first; other += 1) {
      if ((open & (1 << other)) === 0) continue;
      best = Math.min(best, (cost[first]?.[other] ?? Infinity) + solve(open & ~(1 << first) & ~(1 << other)));
    }
    known.set(open, best);
    return best;
  };
  return solve(2 ** cost.length - 1);
}
