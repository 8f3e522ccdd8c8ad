import type { AppError } from '@gym/service-kit/errors';
import * as fc from 'fast-check';
import { draw } from '../src/domain/draw.js';
import { doubleEntries, requestedEntries, standingOf } from '../src/domain/entries.js';
import { decide, type PlayedMatch } from '../src/domain/result.js';

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

const setup = { status: 'setup', tournament_type: 'single_elimination' } as const;

describe('the draw', () => {
  it('seats participants by seed, and moves those with a bye on', () => {
    const { rounds, matches } = draw(setup, [11, 12, 13]);
    expect(rounds).toBe(2);
    expect(matches).toMatchObject([
      { round: 1, match_number: 1, participant1_id: 11, participant2_id: null, winner_id: 11, is_bye: true, next: 2 },
      { round: 1, match_number: 2, participant1_id: 12, participant2_id: 13, winner_id: null, is_bye: false, next: 2 },
      {
        round: 2,
        match_number: 1,
        participant1_id: 11,
        participant2_id: null,
        winner_id: null,
        is_bye: false,
        next: null,
      },
    ]);
  });

  it('uses everybody once in the first round, whatever the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), (count) => {
        const ids = Array.from({ length: count }, (_id, index) => 1000 - index);
        const first = draw(setup, ids).matches.filter((match) => match.round === 1);
        const drawn = first
          .flatMap((match) => [match.participant1_id, match.participant2_id])
          .filter((id) => id !== null);
        expect(drawn.toSorted((a, b) => b - a)).toEqual(ids);
        expect(first.every((match) => match.is_bye === (match.winner_id !== null))).toBe(true);
      }),
    );
  });

  it('refuses a second draw, one participant, and a type that cannot be played', () => {
    expect(refusal(() => draw({ ...setup, status: 'active' }, [1, 2]))).toEqual({ status: 409, slug: 'already-drawn' });
    expect(refusal(() => draw(setup, [1]))).toEqual({ status: 400, slug: 'too-few-participants' });
    expect(refusal(() => draw({ ...setup, tournament_type: 'swiss' }, [1, 2]))).toMatchObject({ status: 400 });
  });
});

describe('a result', () => {
  const semi: PlayedMatch = {
    id: 1,
    participant1_id: 11,
    participant2_id: 12,
    winner_id: null,
    is_bye: false,
    next_match_id: 3,
    next_side: 1,
  };
  const final: PlayedMatch = {
    ...semi,
    id: 3,
    participant1_id: 13,
    participant2_id: null,
    next_match_id: null,
    next_side: null,
  };

  it('moves the winner to their side of the next match', () => {
    expect(decide([semi, final], 1, 12)).toEqual([{ match_id: 3, side: 1, participant_id: 12 }]);
  });

  it('moves nobody from a final', () => {
    expect(decide([{ ...final, participant2_id: 12 }], 3, 12)).toEqual([]);
  });

  it('changes nothing when it is there already', () => {
    const played = { ...final, participant2_id: 11, winner_id: 11 };
    expect(decide([{ ...semi, winner_id: 11 }, played], 1, 11)).toBeUndefined();
  });

  it('replaces the old winner in a next match that was not played', () => {
    const waiting = { ...final, participant2_id: 11 };
    expect(decide([{ ...semi, winner_id: 11 }, waiting], 1, 12)).toEqual([
      { match_id: 3, side: 1, participant_id: 12 },
    ]);
  });

  it.each([
    ['a winner from elsewhere', [semi, final], 99, 400, 'winner-not-in-match'],
    ['a side that is not known', [{ ...semi, participant2_id: null }, final], 11, 400, 'side-unknown'],
    ['a bye', [{ ...semi, participant2_id: null, winner_id: 11, is_bye: true }, final], 11, 400, 'no-play-needed'],
    [
      'a next match that was played',
      [
        { ...semi, winner_id: 11 },
        { ...final, winner_id: 13 },
      ],
      12,
      409,
      'next-match-played',
    ],
  ])('is refused for %s', (_what, matches, winner, status, slug) => {
    expect(refusal(() => decide(matches, 1, winner))).toEqual({ status, slug });
  });
});
