import { setImmediate } from 'node:timers/promises';

const sliceSize = 1000;

/** Visits any number of sockets without keeping the event loop from everything else. */
export async function inSlices<T>(items: Iterable<T>, visit: (item: T) => void): Promise<void> {
  let count = 0;
  for (const item of items) {
    visit(item);
    count += 1;
    if (count % sliceSize === 0) await setImmediate();
  }
}
