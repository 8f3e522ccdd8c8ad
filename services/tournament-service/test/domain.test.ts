import type { AppError } from '@gym/service-kit/errors';
import { doubleEntries, requestedEntries, standingOf } from '../src/domain/entries.js';

function refusal(work: () => unknown): Pick<AppError, 'status' | 'slug'> | 'none' {
  try {
    work();
    return 'none';
  } catch (error) {
    const { status, slug } = error as AppError;
    return { status, slug };
  }
}

const member = { id: 5, isStaff: false };
const trainer = { id: 6, isStaff: true };

describe('entries', () => {
  it('lets a member name only themself, with or without their id', () => {
    const own = [{ name: 'Ann', user_id: 5 }];
    expect(requestedEntries(member, [{ name: 'Ann' }])).toEqual(own);
    expect(requestedEntries(member, [{ name: 'Ann', user_id: 5 }])).toEqual(own);
    expect(refusal(() => requestedEntries(member, [{ name: 'Ann', user_id: 6 }]))).toMatchObject({ status: 403 });
    expect(refusal(() => requestedEntries(member, [{ name: 'Ann' }, { name: 'Ann' }]))).toMatchObject({ status: 403 });
  });

  it('lets staff name anybody, guests included', () => {
    expect(requestedEntries(trainer, [{ name: 'Guest' }, { name: 'Ann', user_id: 5 }])).toEqual([
      { name: 'Guest', user_id: undefined },
      { name: 'Ann', user_id: 5 },
    ]);
  });

  it('finds who is in already or named twice, and takes guests of one name for two people', () => {
    const entries = [{ name: 'Guest' }, { name: 'Guest' }, ...[1, 2, 2].map((user_id) => ({ name: 'Ann', user_id }))];
    const present = [{ user_id: 1, status: 'pending' as const }];
    expect(doubleEntries(present, requestedEntries(trainer, entries), trainer)).toEqual([1, 2]);
  });

  it('lets people who left come back, and who was refused only by staff', () => {
    const double = (status: 'withdrawn' | 'dropped' | 'rejected' | 'disqualified', actor: typeof member): number[] =>
      doubleEntries([{ user_id: 5, status }], [{ user_id: 5 }], actor);
    expect([double('withdrawn', member), double('dropped', member)]).toEqual([[], []]);
    expect([double('rejected', member), double('disqualified', member)]).toEqual([[5], [5]]);
    expect([double('rejected', trainer), double('disqualified', trainer)]).toEqual([[], []]);
  });

  it('counts places to the last one, and lets people wait only where there is a list', () => {
    const rules = { approval: 'manual' as const, waiting_list: false, max_participants: 8 };
    const places = (free: number) => ({ free, categories: new Map<number, number>() });
    const waiting = { ...rules, waiting_list: true };
    expect(standingOf(rules, places(1), trainer, null)).toBe('approved');
    expect(refusal(() => standingOf(rules, places(0), trainer, null))).toEqual({
      status: 400,
      slug: 'tournament-full',
    });
    expect(refusal(() => standingOf(rules, places(0), member, null))).toEqual({ status: 400, slug: 'tournament-full' });
    expect(standingOf(rules, places(1), member, null)).toBe('pending');
    expect(standingOf(waiting, places(0), member, null)).toBe('pending');
    expect(standingOf(waiting, places(0), trainer, null)).toBe('waitlisted');
    expect(standingOf({ ...waiting, approval: 'automatic' }, places(0), member, null)).toBe('waitlisted');
  });
});
