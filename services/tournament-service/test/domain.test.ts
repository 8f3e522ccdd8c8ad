import type { AppError } from '@gym/service-kit/errors';
import * as fc from 'fast-check';
import { draw } from '../src/domain/draw.js';
import { doubleEntries, ownEntry, requestedEntries, requirePlaces } from '../src/domain/entries.js';
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
    const own = [{ name: 'Ann', user_id: 5, status: 'pending' }];
    expect(requestedEntries(member, [{ name: 'Ann' }])).toEqual(own);
    expect(requestedEntries(member, [{ name: 'Ann', user_id: 5 }])).toEqual(own);
    expect(refusal(() => requestedEntries(member, [{ name: 'Ann', user_id: 6 }]))).toMatchObject({ status: 403 });
    expect(refusal(() => requestedEntries(member, [{ name: 'Ann' }, { name: 'Ann' }]))).toMatchObject({ status: 403 });
  });

  it('lets staff name anybody, guests included, approved at once', () => {
    expect(requestedEntries(trainer, [{ name: 'Guest' }, { name: 'Ann', user_id: 5 }])).toEqual([
      { name: 'Guest', user_id: null, status: 'approved' },
      { name: 'Ann', user_id: 5, status: 'approved' },
    ]);
    expect(ownEntry(trainer, 'Tom')).toEqual({ name: 'Tom', user_id: 6, status: 'approved' });
  });

  it('finds who is in already or named twice, and takes guests of one name for two people', () => {
    const entries = requestedEntries(trainer, [
      { name: 'Guest' },
      { name: 'Guest' },
      { name: 'Ann', user_id: 1 },
      { name: 'Bob', user_id: 2 },
      { name: 'Bobby', user_id: 2 },
    ]);
    expect(doubleEntries([1], entries)).toEqual([1, 2]);
  });

  it('counts places to the last one', () => {
    const tournament = { status: 'setup' as const, max_participants: 8, participant_count: 7 };
    expect(refusal(() => requirePlaces(tournament, 1))).toBe('none');
    expect(refusal(() => requirePlaces(tournament, 2))).toEqual({ status: 400, slug: 'tournament-full' });
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
