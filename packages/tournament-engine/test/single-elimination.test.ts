import * as fc from 'fast-check';
import { EngineError, singleElimination, type Feed } from '../src/index.js';

const size = fc.integer({ min: 2, max: 300 });

/** First-round sides, top to bottom; 0 is a bye. */
function firstRound(entrants: number): number[] {
  const numberOf = (feed: Feed): number => (feed.from === 'seed' ? feed.seed : 0);
  return singleElimination(entrants)
    .matches.filter((match) => match.round === 1)
    .flatMap((match) => match.feeds.map(numberOf));
}

/**
 * An independent way to the seed of a place, without building a bracket: walking from the final to the place, every
 * lower turn mirrors the seed within the section that has been reached.
 */
function seedAt(place: number, rounds: number): number {
  const turns = Array.from({ length: rounds }, (_turn, depth) => (place >> (rounds - 1 - depth)) & 1);
  return 1 + turns.reduce((seed, turn, depth) => (turn === 1 ? seed ^ (2 ** (depth + 1) - 1) : seed), 0);
}

describe('single elimination', () => {
  it.each([
    [2, [1, 2]],
    [3, [1, 0, 2, 3]],
    [6, [1, 0, 4, 5, 2, 0, 3, 6]],
    [8, [1, 8, 4, 5, 2, 7, 3, 6]],
    [10, [1, 0, 8, 9, 4, 0, 5, 0, 2, 0, 7, 10, 3, 0, 6, 0]],
    [12, [1, 0, 8, 9, 4, 0, 5, 12, 2, 0, 7, 10, 3, 0, 6, 11]],
    [16, [1, 16, 8, 9, 4, 13, 5, 12, 2, 15, 7, 10, 3, 14, 6, 11]],
  ])('draws %i entrants as published', (entrants, sides) => {
    expect(firstRound(entrants)).toEqual(sides);
  });

  it('seats every seed where the mirror rule puts it', () => {
    fc.assert(
      fc.property(size, (entrants) => {
        const { rounds } = singleElimination(entrants);
        const expected = Array.from({ length: 2 ** rounds }, (_place, place) => seedAt(place, rounds));
        expect(firstRound(entrants)).toEqual(expected.map((seed) => (seed <= entrants ? seed : 0)));
      }),
    );
  });

  it('I9: needs one match less than there are entrants', () => {
    fc.assert(
      fc.property(size, (entrants) => {
        const toPlay = singleElimination(entrants).matches.filter((match) =>
          match.feeds.every((feed) => feed.from !== 'bye'),
        );
        expect(toPlay).toHaveLength(entrants - 1);
      }),
    );
  });

  it('I10: gives byes to the top seeds, and never two in a match', () => {
    fc.assert(
      fc.property(size, (entrants) => {
        const sides = firstRound(entrants);
        const free = sides.filter((_seed, place) => sides[place ^ 1] === 0).toSorted((a, b) => a - b);
        expect(free).toEqual(Array.from({ length: sides.length - entrants }, (_seed, index) => index + 1));
      }),
    );
  });

  it('I12: keeps the first 2^j seeds in different sections, so 1 and 2 can meet in the final only', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 7 }), (entrants, j) => {
        const sides = firstRound(entrants);
        const top = 2 ** j;
        fc.pre(top <= sides.length);
        const sections = sides.flatMap((seed, place) =>
          seed >= 1 && seed <= top ? [Math.floor((place * top) / sides.length)] : [],
        );
        expect(new Set(sections).size).toBe(Math.min(top, entrants));
      }),
    );
  });

  it('feeds every side once, from an earlier match, and leaves one final', () => {
    fc.assert(
      fc.property(size, (entrants) => {
        const { matches, rounds } = singleElimination(entrants);
        for (const [index, match] of matches.entries()) {
          expect(match.id).toBe(index);
          for (const [side, feed] of match.feeds.entries()) {
            if (feed.from !== 'winner') continue;
            expect(feed.match).toBeLessThan(index);
            expect(matches[feed.match]).toMatchObject({ round: match.round - 1, winnerTo: { match: index, side } });
          }
        }
        expect(matches.filter((match) => match.winnerTo === null)).toEqual([
          expect.objectContaining({ round: rounds }),
        ]);
      }),
    );
  });

  it('I8: is plain JSON', () => {
    const graph = singleElimination(13);
    expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
  });

  it.each([1, 0, -4, 2.5, Number.NaN, Infinity])('refuses %p entrants', (entrants) => {
    expect(() => singleElimination(entrants)).toThrow(EngineError);
  });
});
