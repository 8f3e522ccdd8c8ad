import * as fc from 'fast-check';
import { createReadRetries } from '../src/read-retries.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** When each attempt begins, ms after the first, if all fail after `attemptMs`. */
function attempts(timeoutMs: number, attemptMs: number): number[] {
  const begin = Date.now();
  const next = createReadRetries(timeoutMs);
  const times = [0];
  for (;;) {
    jest.setSystemTime(Date.now() + attemptMs);
    const wait = next();
    if (wait === undefined) return times;
    jest.setSystemTime(Date.now() + wait);
    times.push(Date.now() - begin);
  }
}

test('a read that fails at once gets fifteen attempts within two seconds', () => {
  const times = attempts(15_000, 1);
  expect(times).toHaveLength(15);
  expect(times.at(-1)).toBeLessThan(2000);
});

test('however long an attempt takes, more than half of the time limit is left for the last one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1500, max: 60_000 }), fc.integer({ min: 0, max: 20_000 }), (timeoutMs, attemptMs) => {
      const times = attempts(timeoutMs, attemptMs);
      expect(times.at(-1)).toBeLessThanOrEqual(timeoutMs / 2);
      expect(times.length > 1).toBe(attemptMs < timeoutMs / 3);
    }),
  );
});
