/** The queue is full; the work was not started. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

export interface BoundedQueue {
  /** Runs `work` at once or in its turn. @throws QueueFullError when too many are waiting already */
  <T>(work: () => Promise<T>): Promise<T>;
  load(): { running: number; waiting: number };
}

/** First come, first served: `running` at a time, `waiting` more in line. */
export function createBoundedQueue(running: number, waiting: number): BoundedQueue {
  let free = running;
  const line: (() => void)[] = [];

  function enter(): Promise<void> {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    if (line.length >= waiting) return Promise.reject(new QueueFullError('too many are waiting'));
    return new Promise((resolve) => line.push(resolve));
  }

  /** Hands the place to the next in line, so that nobody who comes now overtakes. */
  function leave(): void {
    const next = line.shift();
    if (next) next();
    else free += 1;
  }

  async function enqueue<T>(work: () => Promise<T>): Promise<T> {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return Object.assign(enqueue, { load: () => ({ running: running - free, waiting: line.length }) });
}
