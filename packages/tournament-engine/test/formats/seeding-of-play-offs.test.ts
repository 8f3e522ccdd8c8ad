import * as fc from 'fast-check';
import { execute, getAt, itemsOf, listMatches, type StagePlan, type State } from '../../src/index.js';
import { perfectOrder } from '../../src/play/perfect-order.js';
import { runs } from '../runs.js';
import { drawn, judge, match, matchesOf, picker, playAll, refusal, realMatches } from '../support.js';

const playOff = (groups: number, last: Partial<NonNullable<StagePlan['qualify']>> & { top: number }) =>
  [
    { format: 'round-robin', groups, lotSeed: 1 },
    { format: 'single-elimination', qualify: last },
  ] as const satisfies StagePlan[];

/** Of the first round of the play-off, top to bottom: group from 1, and entrant. */
function firstRound(state: State): { group: number; entrant: unknown }[] {
  const groups = [...itemsOf(state.tables)].filter(({ kind, stage }) => kind === 'group' && stage === 0);
  return matchesOf(state)
    .filter(({ stage, round }) => stage === 1 && round === 1)
    .flatMap(({ sides }) => sides)
    .map((entrant) => ({
      group: groups.findIndex(({ members }) => members.some((member) => member === entrant)) + 1,
      entrant,
    }));
}

/** The groups are played so that better numbers win, by so many points. */
function scored(state: State, pointsOf: (winner: number, loser: number) => number): State {
  let now = state;
  for (const { id, sides } of realMatches(state).filter(({ stage }) => stage === 0)) {
    const [one, other] = [Number(sides[0]), Number(sides[1])];
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const points = pointsOf(low, high);
    now = execute(now, { type: 'report', match: id, score: one === low ? [points, 0] : [0, points] }).state;
  }
  return now;
}

describe('play-offs seeded by the record of the groups', () => {
  // Groups [1,6,7,12] [2,5,8,11] [3,4,9,10]: the winner of the third has the best difference, then the second's.
  const record = () => scored(drawn(12, ...playOff(3, { top: 2, seeding: 'record' })), (low) => low);

  it('give the best winners the best seeds and the byes, and the seconds the next', () => {
    // Winners 3, 2, 1; seconds 6 (18:..), 5, 4: six of eight sides, byes for the first two.
    const seeds = firstRound(record()).map(({ entrant }) => entrant);
    expect(seeds[0]).toBe(3);
    expect(seeds[1]).toBe('bye');
    expect(seeds[4]).toBe(2);
    expect(seeds[5]).toBe('bye');
    expect(new Set([seeds[2], seeds[3]]).size + new Set([seeds[6], seeds[7]]).size).toBe(4);
    expect(
      seeds
        .filter((seed) => seed !== 'bye')
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('I24: put the second of a group into the other half than its winner, and nobody meets the own group at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        judge,
        picker,
        (groups, top, decide, pick) => {
          const state = playAll(
            drawn(groups * Math.max(top, 2), ...playOff(groups, { top, seeding: 'record' })),
            decide,
            pick,
          );
          const sides = firstRound(state.state);
          const meetings = sides.flatMap((side, at) => (at % 2 === 0 ? [[side, sides[at + 1]] as const] : []));
          const own = meetings.filter(([one, other]) => one.group > 0 && one.group === other?.group);
          expect(own).toEqual([]);
          expect(new Set(sides.flatMap(({ entrant }) => (entrant === 'bye' ? [] : [entrant]))).size).toBe(groups * top);
          if (top !== 2) return;
          for (let group = 1; group <= groups; group++) {
            const halves = sides.flatMap((side, at) =>
              side.group === group ? [Math.floor((2 * at) / sides.length)] : [],
            );
            expect(halves.toSorted((a, b) => a - b)).toEqual([0, 1]);
          }
        },
      ),
      runs(60),
    );
  });

  it('I5: follow a correction of a record, and are the same as if it had been right at once', () => {
    const before = record();
    const first = matchesOf(before).find(({ sides }) => sides.includes(1) && sides.includes(12))!;
    const score: [number, number] = first.sides[0] === 1 ? [90, 0] : [0, 90];
    const better = { type: 'report', match: first.id, score, correct: true } as const;
    const corrected = execute(before, better).state;
    expect(firstRound(corrected)[0]?.entrant).toBe(1);
    const atOnce = scored(drawn(12, ...playOff(3, { top: 2, seeding: 'record' })), (low, high) =>
      low === 1 && high === 12 ? 90 : low,
    );
    expect(matchesOf(corrected)).toEqual(matchesOf(atOnce));
  });

  it('wait for lots between winners who are level, and go on with the one that is drawn', () => {
    const [groups, last] = playOff(2, { top: 2, seeding: 'record' });
    const level = scored(drawn(4, { ...groups, lotSeed: undefined } as never, last), () => 1);
    expect(match(level, 'main', 1, 1).sides).toEqual([null, null]);
    const compared = [...itemsOf(level.tables)].find(({ kind, members }) => kind === 'best' && members.includes(1))!;
    const winners = compared.members.map(Number);
    const lots = { type: 'draw-lots', table: compared.id, order: winners.toReversed() } as const;
    const parted = execute(level, lots).state;
    expect(firstRound(parted)[0]?.entrant).toBe(winners[1]);
  });

  it('seed any other format after the groups', () => {
    const [groups] = playOff(3, { top: 1 });
    const state = scored(
      drawn(9, groups, { format: 'stepladder', qualify: { top: 1, seeding: 'record' } }),
      (low) => low,
    );
    expect(match(state, 'ladder', 1, 1).sides).toEqual(expect.arrayContaining([1, 2]));
  });
});

describe('the best thirds', () => {
  it('I5: change with the score of a third whose place in the group stays', () => {
    // Groups [1,6,7,12] [2,5,8,11] [3,4,9,10]; thirds 7, 8 and 9 differ by how high they beat the last.
    const state = scored(drawn(12, ...playOff(3, { top: 2, best: 1 })), (low) => low);
    const seatOf = (now: State): unknown => firstRound(now).find(({ entrant }) => [7, 8, 9].includes(Number(entrant)));
    expect(seatOf(state)).toMatchObject({ entrant: 9 });
    const { id, sides } = matchesOf(state).find((one) => one.sides.includes(8) && one.sides.includes(11))!;
    const score: [number, number] = sides[0] === 8 ? [99, 0] : [0, 99];
    const corrected = execute(state, { type: 'report', match: id, score, correct: true }).state;
    expect(seatOf(corrected)).toMatchObject({ entrant: 8 });
    const back = execute(corrected, {
      type: 'report',
      match: id,
      score: sides[0] === 8 ? [8, 0] : [0, 8],
      correct: true,
    });
    expect(matchesOf(back.state)).toEqual(matchesOf(state));
  });
});

describe('play-offs whose sides are given', () => {
  const placeIn = (table: number, place = 1) => ({ table, place });
  const sides = [placeIn(1), { best: 1 }, placeIn(2, 2), placeIn(1, 2), placeIn(2), null, null, null];

  it('seat everybody there', () => {
    const state = scored(drawn(8, ...playOff(2, { top: 2, best: 1, seeding: sides })), (low) => low);
    const [one, two] = [getAt(state.tables, 0).order!, getAt(state.tables, 1).order!];
    const third = getAt(state.tables, 2).order![0];
    expect(firstRound(state).map(({ entrant }) => entrant)).toEqual([
      one[0],
      third,
      two[1],
      one[1],
      two[0],
      'bye',
      'bye',
      'bye',
    ]);
  });
});

describe('a bracket whose sides are given', () => {
  it('has byes wherever they are put, and even matches of nobody', () => {
    const state = drawn(3, { format: 'single-elimination', sides: [3, null, null, null, 1, 2, null, null] });
    expect(realMatches(state).map(({ sides }) => sides)).toEqual([
      [1, 2],
      [3, null],
    ]);
    const late = execute(drawn(3, { format: 'double-elimination', sides: [3, 2, 1, null] }), {
      type: 'report',
      match: 0,
      winner: 0,
    });
    expect(match(execute(late.state, { type: 'enter', id: 'late' }).state, 'winners', 1, 2).sides).toEqual([1, 4]);
  });

  it('gives a bye to whoever enters before the first result, and keeps its places when the seeds change', () => {
    const state = drawn(3, { format: 'single-elimination', sides: [null, null, 3, null, 1, 2, null, null] });
    const { state: four } = execute(state, { type: 'enter', id: 'late' });
    expect(realMatches(four)[0]?.sides).toEqual([3, 4]);
    const reseeded = execute(four, { type: 'seed', order: [2, 1, 3, 4] }).state;
    expect(listMatches(reseeded, { status: ['ready'] }).map(({ entrants }) => entrants)).toEqual([
      ['e3', 'late'],
      ['e2', 'e1'],
    ]);
    const full = drawn(2, { format: 'single-elimination', sides: [2, 1] });
    expect(refusal(() => execute(full, { type: 'enter', id: 'late' }))?.code).toBe('no-place-left');
    const fixed = drawn(2, { format: 'round-robin', fixtures: [[[[2, 1]]]] });
    expect(refusal(() => execute(fixed, { type: 'enter', id: 'late' }))?.code).toBe('no-place-left');
  });

  it('lets losers come down in the order that is asked for', () => {
    const state = playAll(drawn(8, { format: 'double-elimination', drops: ['reverse', 'natural', 'natural'] })).state;
    expect(match(state, 'losers', 1, 1).sides).toEqual([6, 7]);
    expect(match(state, 'losers', 2, 1).sides).toEqual([4, 6]);
  });
});

describe('groups whose fixtures are given', () => {
  const fixtures = [[[[3, 1]], [[1, 4]], [[4, 3]]], [[[2, 5]]]] as const;

  it('are played in these rounds', () => {
    const state = drawn(5, { format: 'round-robin', fixtures });
    expect(matchesOf(state).map(({ table, round, sides: [home, away] }) => [table, round, home, away])).toEqual([
      [0, 1, 3, 1],
      [0, 2, 1, 4],
      [0, 3, 4, 3],
      [1, 1, 2, 5],
    ]);
    expect([...itemsOf(state.tables)].map(({ number, members }) => [number, members])).toEqual([
      [1, [1, 3, 4]],
      [2, [2, 5]],
    ]);
  });
});

describe('the first order that is allowed', () => {
  it('is the one that trying all finds', () => {
    const tables = fc.integer({ min: 1, max: 6 }).chain((people) =>
      fc.record({
        people: fc.constant(people),
        places: fc.integer({ min: 1, max: 6 }),
        allowed: fc.array(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), { minLength: 6, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(tables, ({ people, places, allowed }) => {
        const may = (place: number, who: number): boolean => allowed[place]?.[who] ?? false;
        const search = (taken: number[]): number[] | undefined => {
          if (taken.length === Math.min(people, places)) return taken;
          for (let who = 0; who < people; who++) {
            if (taken.includes(who) || !may(taken.length, who)) continue;
            const found = search([...taken, who]);
            if (found !== undefined) return found;
          }
          return undefined;
        };
        expect(perfectOrder(places, people, may)).toEqual(search([]));
      }),
      runs(300, 100),
    );
  });

  it('keeps the order of the ranks where all is allowed', () => {
    expect(perfectOrder(3, 4, () => true)).toEqual([0, 1, 2]);
  });
});
