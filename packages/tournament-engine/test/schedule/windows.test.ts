import * as fc from 'fast-check';
import { Heap } from '../../src/schedule/heap.js';
import { firstEndingAfter, firstFit, normalise, windowAround, without } from '../../src/schedule/windows.js';
import type { TimeWindow } from '../../src/index.js';

const last = 30;
const moments = Array.from({ length: last + 1 }, (_moment, time) => time);

/** Windows in any order, which may touch and overlap. */
const anyWindows = fc.array(
  fc
    .record({ start: fc.nat({ max: last - 1 }), length: fc.integer({ min: 1, max: 8 }) })
    .map(({ start, length }): TimeWindow => ({ start, end: Math.min(last, start + length) })),
  { maxLength: 6 },
);
const windows = anyWindows.map((list) => normalise(list, 'somebody'));
const time = fc.integer({ min: -1, max: last + 1 });

const isIn = (list: readonly TimeWindow[], moment: number): boolean =>
  list.some(({ start, end }) => start <= moment && moment < end);

describe('windows of time', () => {
  it('are put in order, and those that touch become one', () => {
    fc.assert(
      fc.property(anyWindows, (list) => {
        const found = normalise(list, 'somebody');
        expect(moments.filter((moment) => isIn(found, moment))).toEqual(moments.filter((moment) => isIn(list, moment)));
        for (const [at, { start, end }] of found.entries()) {
          expect(start).toBeLessThan(end);
          expect(found[at + 1]?.start ?? Infinity).toBeGreaterThan(end);
        }
      }),
    );
  });

  it('have holes where something is taken, and nothing else is lost', () => {
    fc.assert(
      fc.property(windows, windows, (open, taken) => {
        const left = without(open, taken);
        expect(left).toEqual(normalise(left, 'somebody'));
        expect(moments.filter((moment) => isIn(left, moment))).toEqual(
          moments.filter((moment) => isIn(open, moment) && !isIn(taken, moment)),
        );
      }),
    );
  });

  it('are found by what fits into one of them', () => {
    fc.assert(
      fc.property(windows, time, fc.nat({ max: 9 }), (list, from, length) => {
        const fits = (start: number) => (window: TimeWindow) =>
          window.start <= start && start < window.end && start + length <= window.end;
        const first = moments.find((start) => start >= from && list.some(fits(start)));
        expect(firstFit(list, from, length)).toBe(first ?? Infinity);
        expect(windowAround(list, from, from + length)).toBe(list.find(fits(from)));
        const at = list.findIndex(({ end }) => end > from);
        expect(firstEndingAfter(list, from)).toBe(at === -1 ? list.length : at);
      }),
    );
  });
});

describe('a heap', () => {
  it('gives out in order whatever was put in before', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat({ max: 50 }))), (steps) => {
        const heap = new Heap((a, b) => a < b);
        const plain: number[] = [];
        const popped: [number | undefined, number | undefined][] = [];
        for (const step of steps) {
          if (step === null) {
            popped.push([heap.pop(), plain.shift()]);
            continue;
          }
          heap.push(step);
          plain.push(step);
          plain.sort((a, b) => a - b);
          expect([heap.size, heap.peek()]).toEqual([plain.length, plain[0]]);
        }
        expect(popped.filter(([found, expected]) => found !== expected)).toEqual([]);
      }),
    );
  });
});
