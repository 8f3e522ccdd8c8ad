import * as fc from 'fast-check';
import { EngineError, finalRanks, type Feed } from '../../src/index.js';
import { drawn, favourite, judge, matchesOf, picker, playAll, realMatches, type Judge } from '../support.js';

const size = fc.integer({ min: 2, max: 300 });
const bracket = (entrants: number) => drawn(entrants, { format: 'single-elimination' });

/** First-round sides, top to bottom; 0 is a bye. */
function firstRound(entrants: number): number[] {
  const numberOf = (feed: Feed): number => (feed.from === 'entrant' ? feed.entrant : 0);
  return matchesOf(bracket(entrants))
    .filter((match) => match.round === 1)
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

/** The same tournament without matches: survivors in a row, neighbours meet, 0 is nobody. */
function simulated(entrants: number, decide: Judge): number[][] {
  let row = firstRound(entrants);
  const rounds = [row];
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_pair, index) => {
      const [a = 0, b = 0] = row.slice(2 * index, 2 * index + 2);
      return a === 0 || b === 0 ? Math.max(a, b) : decide(a, b);
    });
    rounds.push(row);
  }
  return rounds;
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
        const rounds = Math.ceil(Math.log2(entrants));
        const expected = Array.from({ length: 2 ** rounds }, (_place, place) => seedAt(place, rounds));
        expect(firstRound(entrants)).toEqual(expected.map((seed) => (seed <= entrants ? seed : 0)));
      }),
    );
  });

  it('I9: needs one match less than there are entrants, and one more with a third place', () => {
    fc.assert(
      fc.property(size, (entrants) => {
        expect(realMatches(bracket(entrants))).toHaveLength(entrants - 1);
        const third = drawn(entrants, { format: 'single-elimination', placement: 'third' });
        expect(realMatches(third)).toHaveLength(entrants - 1 + (entrants > 3 ? 1 : 0));
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

  it('I11: leaves the best half to every round while favourites win', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), (entrants) => {
        const played = matchesOf(playAll(bracket(entrants), favourite).state);
        const rounds = Math.ceil(Math.log2(entrants));
        for (let round = 2; round <= rounds; round++) {
          const seeds = played.filter((match) => match.round === round).flatMap((match) => match.sides.map(Number));
          expect(seeds.toSorted((a, b) => a - b)).toEqual(seeds.map((_seed, index) => index + 1));
        }
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

  it('I13: ends as a plain simulation does, after one loss for everybody but the champion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), judge, picker, (entrants, decide, pick) => {
        const { state, order } = playAll(bracket(entrants), decide, pick);
        const expected = simulated(entrants, decide);
        expect(order).toHaveLength(entrants - 1);
        for (const { round, number, sides } of matchesOf(state)) {
          const pair = expected[round - 1]?.slice(2 * number - 2, 2 * number);
          expect(sides.map((occupant) => (occupant === 'bye' ? 0 : occupant))).toEqual(pair);
        }
        const ranks = finalRanks(state);
        expect(ranks.filter(({ rank }) => rank === 1)).toEqual([{ entrant: expected.at(-1)?.[0], rank: 1 }]);
        expect(ranks).toHaveLength(entrants);
      }),
    );
  });

  it('shares ranks among those who lose in the same round, and gives the third place to whom wins it', () => {
    const ranksOf = (state: ReturnType<typeof bracket>) => finalRanks(playAll(state).state).map(({ rank }) => rank);
    expect(ranksOf(bracket(8))).toEqual([1, 2, 3, 3, 5, 5, 5, 5]);
    expect(ranksOf(bracket(6))).toEqual([1, 2, 3, 3, 5, 5]);
    expect(ranksOf(drawn(6, { format: 'single-elimination', placement: 'third' }))).toEqual([1, 2, 3, 4, 5, 5]);
    expect(ranksOf(drawn(3, { format: 'single-elimination', placement: 'third' }))).toEqual([1, 2, 3]);
  });

  it('names the matches below the final by the best place that is played for', () => {
    const all = matchesOf(drawn(8, { format: 'single-elimination', placement: 'all' }));
    expect(all.map(({ section, round, places }) => `${section} ${round}: ${places?.join()}`)).toEqual([
      ...Array.from({ length: 4 }, () => 'main 1: 1,5'),
      ...Array.from({ length: 2 }, () => 'main 2: 1,3'),
      'main 3: 1,2',
      ...Array.from({ length: 2 }, () => 'places-5 1: 5,7'),
      'places-5 2: 5,6',
      'places-7 1: 7,8',
      'places-3 1: 3,4',
    ]);
  });

  it('I1: gives everybody a place of their own when all places are played for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), judge, picker, (entrants, decide, pick) => {
        const { state } = playAll(drawn(entrants, { format: 'single-elimination', placement: 'all' }), decide, pick);
        const ranks = finalRanks(state);
        expect(ranks.map(({ rank }) => rank)).toEqual(ranks.map((_rank, index) => index + 1));
        expect(new Set(ranks.map(({ entrant }) => entrant)).size).toBe(entrants);
      }),
    );
  });

  it('plays k rounds of half the field when all places are played for in a full bracket', () => {
    for (const k of [1, 2, 3, 4, 5]) {
      const state = drawn(2 ** k, { format: 'single-elimination', placement: 'all' });
      expect(realMatches(state)).toHaveLength(k * 2 ** (k - 1));
    }
  });

  it('feeds every side once, from an earlier match, and leaves one final', () => {
    fc.assert(
      fc.property(size, (entrants) => {
        const matches = matchesOf(bracket(entrants));
        const fed = matches.flatMap(({ id, round, feeds }) =>
          feeds.flatMap((feed, side) => (feed.from === 'winner' ? [{ id, round, side, from: feed.match }] : [])),
        );
        expect(matches.map(({ id }) => id)).toEqual(matches.map((_match, index) => index));
        expect(fed.map(({ from }) => matches[from]?.winnerTo)).toEqual(
          fed.map(({ id, side }) => ({ to: 'side', match: id, side })),
        );
        expect(fed.every(({ id, round, from }) => from < id && matches[from]?.round === round - 1)).toBe(true);
        expect(matches.filter((match) => match.winnerTo === null)).toHaveLength(1);
      }),
    );
  });

  it('I8: is plain JSON', () => {
    const state = bracket(13);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it.each([0, 1])('refuses %p entrants', (entrants) => {
    expect(() => bracket(entrants)).toThrow(EngineError);
  });
});
