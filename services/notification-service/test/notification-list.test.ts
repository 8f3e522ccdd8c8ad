import * as fc from 'fast-check';
import {
  emptyOwnList,
  emptySharedList,
  forgottenList,
  maxKept,
  unreadOf,
  visibleTo,
  withOwn,
  withRead,
  withShared,
  type Entry,
} from '../src/domain/notification-list.js';

const entryOf = (id: number, event = 'news', eventId = id): Entry => ({
  id,
  event_id: `00000000-0000-4000-8000-${String(eventId).padStart(12, '0')}`,
  event,
  data: {},
  time: '2027-01-01T00:00:00Z',
});
const idsOf = (items: readonly { id: number }[]): number[] => items.map(({ id }) => id);
/** More ids than fit into a list, in any order. */
const arrivals = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: maxKept + 60 });

describe('the list of a person', () => {
  test('has the newest, in order and once, in whatever order and however often they come', () => {
    const cases = fc.record({ ids: arrivals, batch: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(cases, ({ ids, batch }) => {
        let list = emptyOwnList;
        for (let at = 0; at < ids.length; at += batch) {
          list = withOwn(
            list,
            ids.slice(at, at + batch).map((id) => entryOf(id)),
          );
        }
        const newest = ids.toSorted((a, b) => b - a).slice(0, maxKept);
        expect(idsOf(list.items)).toEqual(newest);
        // What is delivered again, also long after it has made room, is nothing new.
        expect(
          withOwn(
            list,
            ids.map((id) => entryOf(id)),
          ),
        ).toBe(list);
      }),
    );
  });

  test('keeps what was read when the same event comes again', () => {
    const read = withRead(withOwn(emptyOwnList, [entryOf(1), entryOf(2)]), emptySharedList, new Set([2]));
    expect(withOwn(read, [entryOf(2)])).toBe(read);
    expect(visibleTo(5, read, emptySharedList).map(({ id, is_read }) => [id, is_read])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  test('takes two events of one moment for two', () => {
    expect(withOwn(emptyOwnList, [entryOf(7, 'a', 1), entryOf(7, 'b', 2)]).items).toHaveLength(2);
  });

  test('stays empty for ever when the person is forgotten', () => {
    expect(withOwn(forgottenList, [entryOf(3)])).toBe(forgottenList);
  });
});

describe('what a person sees', () => {
  const shared = withShared(
    emptySharedList,
    [1, 4, 6].map((id) => entryOf(id)),
  );

  test('is told alone and told to everybody, newest first, and nothing from before the person came', () => {
    const own = withOwn(emptyOwnList, [entryOf(2), entryOf(5)], 2);
    expect(visibleTo(9, own, shared).map(({ id, topic }) => `${id} ${topic}`)).toEqual([
      '6 broadcast',
      '5 user:9',
      '4 broadcast',
      '2 user:9',
    ]);
  });

  test('has an event that was told to both once, as it was told to the person', () => {
    const own = withOwn(emptyOwnList, [entryOf(4)]);
    expect(visibleTo(9, own, shared).map(({ id, topic }) => `${id} ${topic}`)).toEqual([
      '6 broadcast',
      '4 user:9',
      '1 broadcast',
    ]);
  });

  test('is read as far as it was read, and no more than the lists hold is remembered', () => {
    const cases = fc.record({ mine: arrivals, all: arrivals, read: arrivals });
    fc.assert(
      fc.property(cases, ({ mine, all, read }) => {
        const own = withOwn(
          emptyOwnList,
          mine.map((id) => entryOf(id, 'own', id + 2_000_000)),
        );
        const common = withShared(
          emptySharedList,
          all.map((id) => entryOf(id)),
        );
        const half = read.slice(0, read.length / 2);
        const once = withRead(own, common, new Set(half));
        const twice = withRead(once, common, new Set(read));
        const seen = visibleTo(9, twice, common);
        const wanted = new Set(read);
        expect(seen.every(({ id, is_read }) => is_read === wanted.has(id))).toBe(true);
        expect(unreadOf(seen)).toBe(seen.filter(({ id }) => !wanted.has(id)).length);
        expect(twice.read_shared.length).toBeLessThanOrEqual(maxKept);
      }),
    );
  });
});
