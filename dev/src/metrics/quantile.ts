/** How many observations were at or below a limit, seconds. */
export interface Bucket {
  readonly limit: number;
  readonly count: number;
}

/**
 * A quantile of a histogram, as Prometheus computes it: as if the observations were spread evenly within a bucket;
 * beyond the last finite limit that limit is all that is known.
 * @param buckets cumulative, in the order of their limits, the last one infinite
 * @returns undefined when nothing was observed
 */
export function quantile(buckets: readonly Bucket[], share: number): number | undefined {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return undefined;
  const rank = share * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const { limit: from, count: below } = buckets[index - 1] ?? { limit: 0, count: 0 };
  const { limit: to, count } = buckets[index] ?? { limit: Infinity, count: total };
  if (to === Infinity) return from;
  return count === below ? from : from + ((to - from) * (rank - below)) / (count - below);
}
