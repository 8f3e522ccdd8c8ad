import * as fc from 'fast-check';
import { cursorOf, idFrom, placeFrom } from '../src/cursors.js';
import { toPage } from '../src/page.js';

test.each([
  [0, undefined],
  [2, undefined],
  [3, undefined],
  [4, 3],
])('of %d rows on a page of 3, the list goes on behind %s', (count, last) => {
  const rows = Array.from({ length: count }, (_, index) => index + 1);
  const page = toPage(rows, 3);
  expect(page.rows).toHaveLength(Math.min(count, 3));
  expect(page.last).toBe(last);
});

test('a search goes on where its cursor says, whatever the name', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.integer({ min: 1, max: 2_147_483_647 }),
      (term, id) => {
        expect(placeFrom(cursorOf({ term, id }))).toEqual({ term, id });
      },
    ),
  );
});

test.each([
  '',
  'x',
  '1',
  'W10',
  Buffer.from('["a"]').toString('base64url'),
  Buffer.from('["a",0]').toString('base64url'),
])('the cursor %j belongs to no search', (cursor) => {
  expect(() => placeFrom(cursor)).toThrow(expect.objectContaining({ status: 400, slug: 'invalid-fields' }));
});

test('the cursor of a search belongs to no list by id', () => {
  expect(() => idFrom(cursorOf({ term: 'ann', id: 1 }))).toThrow(expect.objectContaining({ status: 400 }));
  expect([idFrom(undefined), idFrom('7')]).toEqual([0, 7]);
});
