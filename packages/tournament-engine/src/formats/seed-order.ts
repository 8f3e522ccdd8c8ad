/**
 * Seeds in the order of their places in a full bracket of `size` (a power of two), top to bottom. The first 2^j seeds
 * are in 2^j different sections, and as long as favourites win, the best of a round meets the worst.
 */
export function seedOrder(size: number): number[] {
  let order = [1];
  while (order.length < size) {
    const sum = order.length * 2 + 1;
    order = order.flatMap((seed) => [seed, sum - seed]);
  }
  return order;
}
