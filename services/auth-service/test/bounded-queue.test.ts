import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { createBoundedQueue, QueueFullError } from '../src/bounded-queue.js';

test('never more run than may, everybody in line gets a turn in order, and the rest is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat(6), fc.nat(20), async (running, waiting, callers) => {
      const enqueue = createBoundedQueue(running, waiting);
      let now = 0;
      const started: number[] = [];
      const work = (caller: number) => async (): Promise<number> => {
        started.push(caller);
        now += 1;
        expect(now).toBeLessThanOrEqual(running);
        await turn();
        now -= 1;
        return caller;
      };
      const outcomes = await Promise.allSettled(Array.from({ length: callers }, (_, index) => enqueue(work(index))));
      const served = Math.min(callers, running + waiting);
      expect(started).toEqual(Array.from({ length: served }, (_, index) => index));
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(served);
    }),
  );
});

test('work that fails gives its place back', async () => {
  const enqueue = createBoundedQueue(1, 0);
  const failure = new Error('failed');
  await expect(enqueue(() => Promise.reject(failure))).rejects.toBe(failure);
  await expect(enqueue(() => Promise.resolve('next'))).resolves.toBe('next');
});

test('work that is refused is not started', async () => {
  const enqueue = createBoundedQueue(1, 0);
  let finish = (): void => undefined;
  const first = enqueue(() => new Promise<void>((resolve) => (finish = resolve)));
  const second = jest.fn(() => Promise.resolve());
  await expect(enqueue(second)).rejects.toBeInstanceOf(QueueFullError);
  finish();
  await first;
  expect(second).not.toHaveBeenCalled();
});
