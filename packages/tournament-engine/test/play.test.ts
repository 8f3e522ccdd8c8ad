import * as fc from 'fast-check';
import { apply, begin, report, singleElimination, type MatchState, type Side } from '../src/index.js';

/** Which of two seeds wins: any rule that depends on nothing else will do. */
type Judge = (a: number, b: number) => number;
const judge = fc.func(fc.boolean()).map((flip): Judge => (a, b) => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return flip(low, high) ? high : low;
});
const favourite: Judge = (a, b) => Math.min(a, b);

const finder = (states: MatchState[]) => (match: number) => {
  const state = states[match];
  if (state === undefined) throw new RangeError(String(match));
  return state;
};

function enter(states: MatchState[], match: number, winner: Side): void {
  apply(states, report(finder(states), match, winner));
}

/** The side that the judge lets win, or undefined while it cannot be played or has been. */
function verdict(state: MatchState, decide: Judge): Side | undefined {
  const [a, b] = state.occupants;
  if (typeof a !== 'number' || typeof b !== 'number' || state.winner !== null) return undefined;
  return decide(a, b) === a ? 0 : 1;
}

/** Plays everything, always taking the playable match that `pick` chooses. @returns the order of play */
function playAll(states: MatchState[], decide: Judge, pick: (count: number) => number): number[] {
  const order: number[] = [];
  for (;;) {
    const playable = [...states.keys()].filter((match) => verdict(finder(states)(match), decide) !== undefined);
    const match = playable[pick(playable.length)];
    if (match === undefined) return order;
    enter(states, match, verdict(finder(states)(match), decide) ?? 0);
    order.push(match);
  }
}

/** The same tournament without matches: survivors in a row, neighbours meet, 0 is nobody. */
function champion(entrants: number, decide: Judge): { rounds: number[][]; winner: number | undefined } {
  let row = begin(singleElimination(entrants))
    .filter((_state, index, all) => index < (all.length + 1) / 2)
    .flatMap((state) => state.occupants.map((occupant) => (typeof occupant === 'number' ? occupant : 0)));
  const rounds = [row];
  while (row.length > 1) {
    const pairs = Array.from({ length: row.length / 2 }, (_pair, index) => [
      row[2 * index] ?? 0,
      row[2 * index + 1] ?? 0,
    ]);
    row = pairs.map(([a = 0, b = 0]) => (a === 0 || b === 0 ? Math.max(a, b) : decide(a, b)));
    rounds.push(row);
  }
  return { rounds, winner: row[0] };
}

const entrants = fc.integer({ min: 2, max: 70 });
const picker = fc.infiniteStream(fc.nat()).map((stream) => (count: number) => {
  const next = stream.next();
  return next.done === true ? 0 : next.value % Math.max(count, 1);
});

describe('playing a bracket', () => {
  it('I13: ends with the champion of a plain simulation, after one loss for everybody else', () => {
    fc.assert(
      fc.property(entrants, judge, picker, (count, decide, pick) => {
        const graph = singleElimination(count);
        const states = begin(graph);
        expect(playAll(states, decide, pick)).toHaveLength(count - 1);
        const expected = champion(count, decide);
        for (const match of graph.matches) {
          const { occupants } = finder(states)(match.id);
          const pair = [2 * match.number - 2, 2 * match.number - 1].map(
            (place) => expected.rounds[match.round - 1]?.[place],
          );
          expect(occupants.map((occupant) => (occupant === 'bye' ? 0 : occupant))).toEqual(pair);
        }
        const final = finder(states)(graph.matches.length - 1);
        expect(final.winner === null ? null : final.occupants[final.winner]).toBe(expected.winner);
      }),
    );
  });

  it('I11: leaves the best half to every round while favourites win', () => {
    fc.assert(
      fc.property(entrants, (count) => {
        const graph = singleElimination(count);
        const states = begin(graph);
        playAll(states, favourite, () => 0);
        for (let round = 2; round <= graph.rounds; round++) {
          const seeds = graph.matches
            .filter((match) => match.round === round)
            .flatMap((match) => finder(states)(match.id).occupants.map(Number))
            .toSorted((a, b) => a - b);
          expect(seeds).toEqual(seeds.map((_seed, index) => index + 1));
        }
      }),
    );
  });

  it('I6: comes to the same state in whatever order results are entered', () => {
    fc.assert(
      fc.property(entrants, judge, picker, (count, decide, pick) => {
        const [one, other] = [begin(singleElimination(count)), begin(singleElimination(count))];
        playAll(one, decide, () => 0);
        playAll(other, decide, pick);
        expect(other).toEqual(one);
      }),
    );
  });

  it('I7: changes nothing when the same result is reported again, also after the next match', () => {
    fc.assert(
      fc.property(entrants, judge, picker, (count, decide, pick) => {
        const states = begin(singleElimination(count));
        for (const match of playAll(states, decide, pick)) {
          expect(report(finder(states), match, finder(states)(match).winner ?? 0)).toEqual([]);
        }
      }),
    );
  });

  it('I5: a corrected result leaves the state of the right result entered first', () => {
    fc.assert(
      fc.property(entrants, fc.nat(), fc.boolean(), (count, index, upset) => {
        const [corrected, right] = [begin(singleElimination(count)), begin(singleElimination(count))];
        const playable = [...corrected.keys()].filter(
          (match) => verdict(finder(corrected)(match), favourite) !== undefined,
        );
        const match = playable[index % playable.length] ?? 0;
        const winner: Side = upset ? 1 : 0;
        enter(corrected, match, upset ? 0 : 1);
        enter(corrected, match, winner);
        enter(right, match, winner);
        expect(corrected).toEqual(right);
      }),
    );
  });

  it('refuses another winner once the next match has been played, and keeps the state', () => {
    const states = begin(singleElimination(4));
    for (const match of [0, 1, 2]) enter(states, match, 0);
    const before = structuredClone(states);
    expect(() => report(finder(states), 0, 1)).toThrow(expect.objectContaining({ code: 'next-match-played' }));
    expect(states).toEqual(before);
    expect(report(finder(states), 2, 1)).toEqual([{ what: 'winner', match: 2, winner: 1 }]);
  });

  it('refuses a match that waits for an entrant, and one that is a bye', () => {
    const states = begin(singleElimination(5));
    const code = (match: number): unknown => {
      try {
        return report(finder(states), match, 0);
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    };
    expect(code(0)).toBe('no-play-needed');
    expect(code(4)).toBe('side-unknown');
    expect(code(6)).toBe('side-unknown');
  });

  /** 0 feeds 1, 1 has a bye and feeds 2, 2 has a bye and feeds 3. */
  const chain = (last: Partial<MatchState> = {}): MatchState[] => [
    { occupants: [7, 8], winner: 0, winnerTo: { match: 1, side: 0 } },
    { occupants: [7, 'bye'], winner: 0, winnerTo: { match: 2, side: 1 } },
    { occupants: ['bye', 7], winner: 1, winnerTo: { match: 3, side: 0 } },
    { occupants: [7, 9], winner: null, winnerTo: null, ...last },
  ];

  it('carries a correction through byes to the match that is played', () => {
    const states = chain();
    enter(states, 0, 1);
    expect(states.map((state) => state.occupants)).toEqual([
      [7, 8],
      [8, 'bye'],
      ['bye', 8],
      [8, 9],
    ]);
  });

  it('sees through byes that the old winner has played on', () => {
    const states = chain({ winner: 1 });
    expect(() => report(finder(states), 0, 1)).toThrow(expect.objectContaining({ code: 'next-match-played' }));
  });

  it('looks at two matches for a result, however large the bracket', () => {
    const states = begin(singleElimination(4096));
    const seen: number[] = [];
    report((match) => (seen.push(match), finder(states)(match)), 0, 1);
    expect(seen).toEqual([0, 2048]);
  });
});
