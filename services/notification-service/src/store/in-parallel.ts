import { together } from '@gym/service-kit';

/** Works on all items, at most so many at once. @throws what failed first, when no more is under way */
export async function inParallel<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // All workers draw from one iterator; each of them ends with it, or with its first failure.
  const queue = [...items].values();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const item of queue) await work(item);
  });
  await together(...workers);
}
