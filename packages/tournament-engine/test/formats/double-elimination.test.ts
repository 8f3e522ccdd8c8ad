import * as fc from 'fast-check';
import { execute, finalRanks, isCompleted, statusOf, type Feed, type Match, type State } from '../../src/index.js';
import { drawn, judge, match, matchesOf, picker, playAll, realMatches, refusal } from '../support.js';

const bracket = (entrants: number, grandFinal: 'none' | 'single' | 'reset' = 'reset') =>
  drawn(entrants, { format: 'double-elimination', grandFinal });

/** Numbers of the matches of the winners' bracket whose losers join a losers' round, top to bottom. */
function joining(state: State, losersRound: number): number[] {
  const all = matchesOf(state);
  return all
    .filter(({ section, round }) => section === 'losers' && round === losersRound)
    .flatMap(({ feeds }) => feeds.flatMap((feed) => (feed.from === 'loser' ? [all[feed.match]?.number ?? 0] : [])));
}

/** Entrants who may come to a side: an exact walk through the feeds. */
function possible(all: Match[], feed: Feed): Set<number> {
  if (feed.from === 'entrant') return new Set([feed.entrant]);
  if (feed.from !== 'winner' && feed.from !== 'loser') return new Set();
  return new Set(all[feed.match]?.feeds.flatMap((one) => [...possible(all, one)]));
}

/** The matches above that a feed of the losers' bracket can bring losers of. */
function sources(all: Match[], feed: Feed): number[] {
  if (feed.from !== 'winner' && feed.from !== 'loser') return [];
  const from = all[feed.match];
  if (from === undefined) return [];
  return from.section === 'winners' ? [from.id] : from.feeds.flatMap((one) => sources(all, one));
}

/** First losers' round in which two who met above can meet again. */
function firstRematch(entrants: number): number {
  const all = matchesOf(bracket(entrants));
  const fields = all.map(({ feeds }) => feeds.map((feed) => possible(all, feed)));
  const canHaveMet = (one: number, other: number): boolean => {
    // A loser of `other` has beaten a loser of `one` on the way when the one match is played below the other.
    const [low, high] = one < other ? [one, other] : [other, one];
    const lower = new Set(fields[low]?.flatMap((side) => [...side]));
    return fields[high]?.some((side) => [...lower].every((entrant) => side.has(entrant))) ?? false;
  };
  for (const { section, round, feeds } of all) {
    if (section !== 'losers') continue;
    const [ones, others] = [sources(all, feeds[0]), sources(all, feeds[1])];
    if (ones.some((one) => others.some((other) => canHaveMet(one, other)))) return round;
  }
  return Infinity;
}

describe('double elimination', () => {
  it('sends losers down as published for 8, 16 and 32 entrants', () => {
    expect(joining(bracket(8), 1)).toEqual([1, 2, 3, 4]);
    expect(joining(bracket(8), 2)).toEqual([2, 1]);
    expect(joining(bracket(16), 2)).toEqual([4, 3, 2, 1]);
    expect(joining(bracket(16), 4)).toEqual([2, 1]);
    expect(joining(bracket(16), 6)).toEqual([1]);
    expect(joining(bracket(32), 2)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(joining(bracket(32), 4)).toEqual([3, 4, 1, 2]);
    expect(joining(bracket(32), 6)).toEqual([1, 2]);
    expect(joining(bracket(32), 8)).toEqual([1]);
  });

  it.each([
    [8, 3],
    [16, 4],
    [32, 5],
    [64, 7],
    [128, 8],
    [256, 9],
  ])('I17: lets %i entrants meet again in losers round %i at the earliest', (entrants, round) => {
    expect(firstRematch(entrants)).toBe(round);
  });

  it('I14, I15, I19: needs 2N-2 matches or one more with the reset, after two defeats for all but the champion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 70 }), judge, picker, (entrants, decide, pick) => {
        const { state, order } = playAll(bracket(entrants), decide, pick);
        const all = matchesOf(state);
        const final = match(state, 'final', 1, 1);
        const isReset = final.decision === 1;
        expect(order).toHaveLength(2 * entrants - 2 + (isReset ? 1 : 0));
        expect(statusOf(match(state, 'reset', 1, 1))).toBe(isReset ? 'played' : 'void');
        expect(realMatches(state).filter(({ section }) => section === 'losers')).toHaveLength(entrants - 2);
        const defeats = new Map<number, number>();
        for (const { sides, decision } of all) {
          const loser = decision === 0 ? sides[1] : decision === 1 ? sides[0] : null;
          if (typeof loser === 'number') defeats.set(loser, (defeats.get(loser) ?? 0) + 1);
        }
        const [champion, ...others] = finalRanks(state);
        expect(defeats.get(champion?.entrant ?? 0) ?? 0).toBeLessThanOrEqual(1);
        expect(others.every(({ entrant }) => defeats.get(entrant) === 2)).toBe(true);
        expect(isCompleted(state)).toBe(true);
      }),
    );
  });

  it('I14: needs 24 matches for 13 entrants, and the 25th only when the unbeaten one loses', () => {
    const { state, order } = playAll(bracket(13));
    expect([order.length, realMatches(state).length]).toEqual([24, 24]);
    const final = match(state, 'final', 1, 1);
    const upset = execute(state, { type: 'report', match: final.id, winner: 1, correct: true }).state;
    expect(realMatches(upset)).toHaveLength(25);
    expect(statusOf(match(upset, 'reset', 1, 1))).toBe('ready');
  });

  it('I15: leaves the unbeaten one second with one defeat when a single final decides', () => {
    const single = bracket(8, 'single');
    const beforeFinal = playAll(single, (a, b) => (a + b === 3 ? 2 : Math.min(a, b))).state;
    expect(finalRanks(beforeFinal).slice(0, 2)).toEqual([
      { entrant: 2, rank: 1 },
      { entrant: 1, rank: 2 },
    ]);
  });

  it('ends with the finals of both brackets when there is no grand final', () => {
    const { state, order } = playAll(bracket(8, 'none'));
    expect(order).toHaveLength(2 * 8 - 3);
    expect(finalRanks(state).map(({ entrant, rank }) => [entrant, rank])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
      [6, 5],
      [7, 7],
      [8, 7],
    ]);
  });

  it('I16: lets every loser of the winners bracket into the losers bracket once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 130 }), (entrants) => {
        const all = matchesOf(bracket(entrants));
        const down = all.flatMap(({ section, feeds }) =>
          section === 'losers' ? feeds.flatMap((feed) => (feed.from === 'loser' ? [feed.match] : [])) : [],
        );
        const winners = all.filter(({ section }) => section === 'winners').map(({ id }) => id);
        expect(down.toSorted((a, b) => a - b)).toEqual(winners);
      }),
    );
  });

  it('I18: never makes a match with a bye ready, and none in the grand final', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 130 }), (entrants) => {
        const state = bracket(entrants);
        const known = matchesOf(state).filter(({ sides }) => sides.includes('bye') && !sides.includes(null));
        expect(known.filter(({ decision }) => decision === null)).toEqual([]);
        expect(match(state, 'final', 1, 1).sides).toEqual([null, null]);
      }),
    );
  });

  it('passes byes through the losers bracket: 5 and 6 entrants in 8', () => {
    const sides = (entrants: number, round: number, number: number) =>
      match(bracket(entrants), 'losers', round, number);
    expect(sides(6, 1, 1).sides).toEqual(['bye', null]);
    expect(sides(6, 1, 2).sides).toEqual(['bye', null]);
    expect(sides(5, 1, 2).sides).toEqual(['bye', 'bye']);
    expect(sides(5, 2, 2).sides).toEqual([null, 'bye']);
    expect(realMatches(bracket(6)).filter(({ section }) => section === 'losers')).toHaveLength(4);
    expect(realMatches(bracket(5)).filter(({ section }) => section === 'losers')).toHaveLength(3);
  });

  it('refuses two entrants', () => {
    expect(refusal(() => bracket(2))?.code).toBe('too-few-entrants');
  });
});
