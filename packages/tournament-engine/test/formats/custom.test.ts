import * as fc from 'fast-check';
import { EngineError, finalRanks, type State } from '../../src/index.js';
import { drawn, matchesOf, playAll } from '../support.js';

const custom = (entrants: number, bracket: string): State => drawn(entrants, { format: 'custom', bracket });

function message(entrants: number, bracket: string): string {
  try {
    custom(entrants, bracket);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'invalid-bracket') throw error;
    return error.message;
  }
}

describe('a custom bracket', () => {
  it('is drawn from its text, in whatever order it is written', () => {
    const state = custom(4, 'C=[W:A,W:B] D=[L:A,L:B]\nA=[1,4] B=[2,3]');
    expect(matchesOf(state).map(({ round, number, sides: [a, b] }) => [round, number, a, b])).toEqual([
      [1, 1, 1, 4],
      [1, 2, 2, 3],
      [2, 1, null, null],
      [2, 2, null, null],
    ]);
    expect(matchesOf(state).map(({ places }) => places)).toEqual([
      [1, 1],
      [1, 1],
      [1, 2],
      [3, 4],
    ]);
    expect(finalRanks(playAll(state).state).map(({ entrant, rank }) => [entrant, rank])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it('may let several win and share places', () => {
    const { state } = playAll(custom(4, ' A=[1,4] B = [ 2 , 3 ] \n'));
    expect(finalRanks(state).map(({ entrant, rank }) => [entrant, rank])).toEqual([
      [1, 1],
      [2, 1],
      [3, 3],
      [4, 3],
    ]);
  });

  it('is a round later than the latest match before, and places by how far somebody came: rounds, then defeats', () => {
    const state = custom(5, 'A=[1,4] B=[2,3] C=[W:A,W:B] D=[L:A,L:B] X=[5,L:D] Y=[L:C,W:D]');
    expect(matchesOf(state).map(({ round }) => round)).toEqual([1, 1, 2, 2, 3, 3]);
    // Somebody without a defeat comes to X, nobody to Y.
    expect(finalRanks(playAll(state).state).map(({ entrant }) => entrant)).toEqual([4, 5, 2, 3, 1]);
  });

  it('may be as deep as a ladder of hundreds', () => {
    const steps = Array.from({ length: 499 }, (_step, index) =>
      index === 0 ? 'M1=[1,2]' : `M${index + 1}=[W:M${index},${index + 2}]`,
    );
    const { state, order } = playAll(custom(500, steps.toReversed().join(' ')));
    expect(order).toHaveLength(499);
    expect(finalRanks(state)[0]).toEqual({ entrant: 1, rank: 1 });
  });

  it.each([
    ['', 'Expected at least one match, found the end (line 1, column 1).'],
    ['A', 'Expected "=", found the end (line 1, column 2).'],
    ['A=(1,2)', 'Expected "[", found "(" (line 1, column 3).'],
    ['A=[1,2', 'Expected "]", found the end (line 1, column 7).'],
    ['A=[1 2]', 'Expected ",", found "2" (line 1, column 6).'],
    ['A=[1,X:B]', 'Expected a seed, W:match or L:match, found "X" (line 1, column 6).'],
    ['A=[1,2]\n B=[3,W:C]', 'There is no match C (line 2, column 7).'],
    ['A=[1,2] A=[3,4]', 'The match A is defined twice (line 1, column 9).'],
    ['A=[1,2] B=[W:A,3] C=[W:A,4]', 'The winner of A is used twice (line 1, column 22).'],
    ['A=[1,2] B=[1,3]', 'Seed 1 is used twice (line 1, column 12).'],
    ['A=[1,9]', 'There is no seed 9 among 4 entrants (line 1, column 6).'],
    ['A=[1,0]', 'There is no seed 0 among 4 entrants (line 1, column 6).'],
    ['A=[1,2] B=[3,W:A]', 'Seed 4 is in no match (line 1, column 18).'],
    ['A=[1,2] B=[3,W:C] C=[4,W:B]', 'The match C waits for itself (line 1, column 19).'],
    ['A=[1,W:A] B=[2,3] C=[4,W:B]', 'The match A waits for itself (line 1, column 1).'],
    ['A=[1,4]\n  ?', 'Expected the name of a match, found "?" (line 2, column 3).'],
    ['A=[=,2]', 'Expected a seed, W:match or L:match, found "=" (line 1, column 4).'],
    ['A=[1=2]', 'Expected ",", found "=" (line 1, column 5).'],
    ['1=[1,2]', 'Expected the name of a match, found "1" (line 1, column 1).'],
  ])('says where %j is wrong', (text, expected) => {
    expect(message(4, text)).toBe(expected);
  });

  it('never fails in any other way, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('A', 'B', '=', '[', ']', ',', 'W', 'L', ':', '1', '2', ' ', '\n'),
          maxLength: 30,
        }),
        (text) => {
          expect(typeof message(2, text)).toBe('string');
        },
      ),
    );
  });
});

describe('a stepladder', () => {
  it('lets the winner challenge the next better seed', () => {
    const { state, order } = playAll(drawn(5, { format: 'stepladder' }), Math.max);
    expect(order).toHaveLength(4);
    expect(matchesOf(state).map(({ round, number, places }) => [round, number, places])).toEqual([
      [1, 1, [1, 5]],
      [2, 1, [1, 4]],
      [3, 1, [1, 3]],
      [4, 1, [1, 2]],
    ]);
    expect(matchesOf(state).map(({ sides }) => sides)).toEqual([
      [4, 5],
      [3, 5],
      [2, 5],
      [1, 5],
    ]);
    expect(finalRanks(state).map(({ entrant, rank }) => [entrant, rank])).toEqual([
      [5, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
  });
});
