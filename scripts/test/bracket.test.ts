import { importBracket } from '../src/import/bracket.js';
import type { OldMatch } from '../src/import/rows.js';

/** The old rows of a bracket: `[round, number, first, second, winner]`, ids from 1 on in this order. */
function rows(...matches: [number, number, number | null, number | null, number | null][]): OldMatch[] {
  return matches.map(([round, match_number, participant1_id, participant2_id, winner_id], index) => ({
    id: index + 1,
    tournament_id: 1,
    round,
    match_number,
    participant1_id,
    participant2_id,
    winner_id,
    score: null,
    created_at: null,
    place_rank: 1,
  }));
}

const everybody = new Set([1, 2, 3, 4, 5, 6, 7, 8]);
const placesOf = (bracket: OldMatch[]) =>
  importBracket(bracket, everybody).matches.map(({ next_match_id, next_side }) => [next_match_id, next_side]);

test('winners go on as in any bracket, also in one that is still being played', () => {
  const played = rows([1, 1, 1, 4, 1], [1, 2, 2, 3, 3], [2, 1, 1, 3, 3]);
  const open = rows([1, 1, 1, 4, 1], [1, 2, 2, 3, null], [2, 1, 1, null, null]);
  for (const bracket of [played, open]) {
    expect(placesOf(bracket)).toEqual([
      [3, 0],
      [3, 1],
      [null, null],
    ]);
    expect(importBracket(bracket, everybody)).toMatchObject({ refused: [], changed: [] });
  }
});

test('a match with one side and a winner is a bye, one without a winner waits for its other side', () => {
  const { matches } = importBracket(rows([1, 1, 1, null, 1], [1, 2, 2, 3, null], [2, 1, 1, null, null]), everybody);
  expect(matches.map(({ is_bye }) => is_bye)).toEqual([true, false, false]);
});

test('numbers that go on from round to round are fine', () => {
  expect(placesOf(rows([1, 1, 1, 2, null], [1, 2, 3, 4, null], [2, 3, null, null, null]))).toEqual([
    [3, 0],
    [3, 1],
    [null, null],
  ]);
});

test.each([
  ['went to another side', rows([1, 1, 1, 4, 1], [1, 2, 2, 3, 3], [2, 1, 3, 1, 3])],
  ['is not the one who went on', rows([1, 1, 1, 4, 4], [1, 2, 2, 3, 3], [2, 1, 1, 3, 3])],
  ['did not go on', rows([1, 1, 1, 4, 1], [1, 2, 2, 3, 3], [2, 1, null, null, null])],
  ['has no next round', rows([1, 1, 1, 4, 1], [1, 2, 2, 3, 3])],
])('a bracket whose winner %s is kept as it was, and nobody moves in it', (_what, bracket) => {
  const { matches, changed } = importBracket(bracket, everybody);
  expect(matches.every(({ next_match_id, next_side }) => next_match_id === null && next_side === null)).toBe(true);
  expect(matches.map(({ participant1_id, winner_id }) => [participant1_id, winner_id])).toEqual(
    bracket.map(({ participant1_id, winner_id }) => [participant1_id, winner_id]),
  );
  expect(changed).toEqual([{ id: 1, reason: expect.stringContaining('do not move on') }]);
});

test('a winner who was not in the match is no winner, and nobody plays themself', () => {
  const { matches, changed } = importBracket(rows([1, 1, 1, 2, 7]), everybody);
  expect(matches[0]).toMatchObject({ winner_id: null, is_bye: false });
  expect(changed).toHaveLength(1);
  expect(importBracket(rows([1, 1, 5, 5, 5]), everybody).matches[0]).toMatchObject({
    participant1_id: 5,
    participant2_id: null,
    winner_id: 5,
    is_bye: true,
  });
});

test('matches of strangers and second matches at one place are refused', () => {
  const [first, second] = rows([1, 1, 1, 99, null], [1, 1, 2, 3, null]);
  const bracket = [...(first ? [first] : []), ...(second ? [{ ...second, place_rank: 2 }] : [])];
  expect(importBracket(bracket, everybody)).toMatchObject({
    matches: [],
    refused: [
      { id: 1, reason: 'participant 99 is not in the tournament' },
      { id: 2, reason: 'another match has its round and number' },
    ],
  });
});
