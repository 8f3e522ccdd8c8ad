import { assert, boolean, integer, property, record, uniqueArray } from 'fast-check';
import { expired, type Kept } from '../src/retention.js';

const day = 86_400_000;
const now = new Date('2026-11-25T12:00:00Z');
const backups = uniqueArray(record({ age: integer({ min: 0, max: 40 * 24 }), isGood: boolean() }), {
  selector: ({ age }) => age,
  maxLength: 30,
}).map((items) =>
  items.map(({ age, isGood }): Kept => {
    const madeAt = new Date(now.getTime() - age * 3_600_000);
    return { name: madeAt.toISOString(), madeAt, isGood };
  }),
);

test('the newest good backup stays, however old it is', () => {
  assert(
    property(backups, integer({ min: 1, max: 30 }), (items, days) => {
      const lastGood = items.filter(({ isGood }) => isGood).toSorted((a, b) => +b.madeAt - +a.madeAt)[0];
      const gone = expired(items, now, days);
      expect(gone.map(({ name }) => name)).not.toContain(lastGood?.name);
      expect(gone.length).toBeLessThanOrEqual(lastGood === undefined ? 0 : items.length - 1);
    }),
  );
});

test('nothing stays that is older than the days, except for it and what is newer', () => {
  assert(
    property(backups, integer({ min: 1, max: 30 }), (items, days) => {
      const gone = new Set(expired(items, now, days));
      const newest = Math.max(...items.filter(({ isGood }) => isGood).map(({ madeAt }) => +madeAt));
      for (const item of items) {
        const isOld = +now - +item.madeAt > days * day;
        expect([item.name, gone.has(item)]).toEqual([item.name, isOld && +item.madeAt < newest]);
      }
    }),
  );
});
