const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before the next try: doubles with every failure and is spread at random, so that thousands of
 * pages that lost the same server do not come back in the same moment.
 * @param {number} failures in a row, from 0
 */
export function backoff(failures) {
  return (0.5 + Math.random() / 2) * Math.min(longestMs, firstMs * 2 ** failures);
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
