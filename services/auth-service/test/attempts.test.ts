import { array, assert, integer, property } from 'fast-check';
import { countFailure, noFailures, takeBack, waitOf, type Limit, type Tally } from '../src/domain/attempts.js';

const limit: Limit = { free: 5, firstWait: 1, longestWait: 900, forgetAfter: 3600 };
const start = Date.UTC(2026, 0, 1);

/** Somebody who tries again at once whenever it is allowed. @returns the waits before each attempt, seconds */
function waitsOf(attempts: number): number[] {
  const waits: number[] = [];
  let tally: Tally = noFailures;
  let now = start;
  for (let count = 0; count < attempts; count += 1) {
    const wait = waitOf(tally, now);
    waits.push(wait);
    now += wait * 1000;
    tally = countFailure(tally, limit, now);
  }
  return waits;
}

test('the first failures are free, then each wait is twice as long as the one before, up to the longest', () => {
  expect(waitsOf(18)).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
});

test('whoever waits as long as told may try, however often it went wrong before', () => {
  assert(
    property(array(integer({ min: 0, max: 10_000_000 }), { maxLength: 200 }), (pauses) => {
      let tally: Tally = noFailures;
      let now = start;
      for (const pause of pauses) {
        now += pause;
        tally = countFailure(tally, limit, now);
        const wait = waitOf(tally, now);
        expect(wait).toBeLessThanOrEqual(limit.longestWait);
        expect(waitOf(tally, now + wait * 1000)).toBe(0);
      }
    }),
  );
});

test('an hour after the last failure all is forgotten', () => {
  let tally: Tally = noFailures;
  for (let count = 0; count < 50; count += 1) tally = countFailure(tally, limit, start);
  expect(countFailure(tally, limit, start + 3_600_001)).toMatchObject({ failures: 1, until: 0 });
});

test('of free attempts at the same time, the one that began first does not wait for the others', () => {
  expect(waitOf(countFailure(noFailures, limit, start + 5), start)).toBe(0);
});

test('an attempt that nobody looked at does not count', () => {
  const before = countFailure(noFailures, limit, start);
  expect(takeBack(countFailure(before, limit, start)).failures).toBe(before.failures);
  expect(takeBack(noFailures).failures).toBe(0);
});
