/**
 * Seeds in the order of their places in a full bracket of `size` (a power of two), top to bottom. The first 2^j seeds
 * are in 2^j different sections, and as long as favourites win, the best of a round meets the worst.
 */
export function seedOrder(size: number): number[] {
  const order = [1];
  // Doubles the field from the back, so that nothing is overwritten before it is read.
  while (order.length < size) {
    const sum = order.length * 2 + 1;
    for (let at = order.length - 1; at >= 0; at--) {
      const seed = order[at] ?? 0;
      order[2 * at] = seed;
      order[2 * at + 1] = sum - seed;
    }
  }
  return order;
}
