/**
 * Deals items like a snake: 1 2 3, 3 2 1, 1 2 3, ... Sizes differ by one at most; an incomplete last run goes on in its
 * direction, so a run from right to left leaves the first groups smaller.
 */
export function dealSnake<T>(items: readonly T[], groups: number): T[][] {
  const dealt = Array.from({ length: groups }, (): T[] => []);
  for (const [index, item] of items.entries()) {
    const run = Math.floor(index / groups);
    const step = index % groups;
    dealt[run % 2 === 0 ? step : groups - 1 - step]?.push(item);
  }
  return dealt;
}
