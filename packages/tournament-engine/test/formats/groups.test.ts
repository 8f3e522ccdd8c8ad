import * as fc from 'fast-check';
import {
  crossPairing,
  dealSnake,
  execute,
  finalRanks,
  getAt,
  isCompleted,
  itemsOf,
  type Command,
  type Match,
  type StagePlan,
  type State,
} from '../../src/index.js';
import { drawn, favourite, judge, matchesOf, picker, playAll, refusal } from '../support.js';
import { runs } from '../runs.js';

const groupsThen = (groups: number, top: number, best: number, last: StagePlan): [StagePlan, StagePlan] => [
  { format: 'round-robin', groups, lotSeed: 1 },
  { ...last, qualify: { top, best } },
];

describe('groups into play-offs', () => {
  it('crosses four groups as published: A1-B2, C1-D2 | B1-A2, D1-C2', () => {
    const sides = crossPairing(4, 2).map((side) => (side ? `${'ABCD'[side.group]}${side.place + 1}` : '-'));
    expect(sides).toEqual(['A1', 'B2', 'C1', 'D2', 'B1', 'A2', 'D1', 'C2']);
  });

  it.each([
    [12, 3, '1 6 7 12 | 2 5 8 11 | 3 4 9 10'],
    [16, 4, '1 8 9 16 | 2 7 10 15 | 3 6 11 14 | 4 5 12 13'],
    // The incomplete last run goes on in its direction.
    [10, 3, '1 6 7 | 2 5 8 | 3 4 9 10'],
  ])('I23: deals %i entrants to %i groups like a snake, as published', (entrants, groups, expected) => {
    const numbers = Array.from({ length: entrants }, (_number, index) => index + 1);
    expect(
      dealSnake(numbers, groups)
        .map((group) => group.join(' '))
        .join(' | '),
    ).toBe(expected);
  });

  it('I24: puts the two of a group into different halves, and four into different quarters', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 33 }), fc.constantFrom(2, 4), (groups, top) => {
        const sides = crossPairing(groups, top);
        expect(sides.filter((side) => side !== null)).toHaveLength(groups * top);
        for (let group = 0; group < groups; group++) {
          const sections = sides.flatMap((side, at) =>
            side?.group === group && side.place < 2 ? [Math.floor((2 * at) / sides.length)] : [],
          );
          expect(sections.toSorted((a, b) => a - b)).toEqual([0, 1]);
        }
      }),
    );
  });

  it('gives the best seeds to the winners, and byes to the first of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 4 }), (groups, top) => {
        const sides = crossPairing(groups, top);
        const places = new Set(sides.flatMap((side) => (side ? [`${side.group}/${side.place}`] : [])));
        expect(places.size).toBe(groups * top);
        const free = sides.filter((_side, at) => sides[at ^ 1] === null).map((side) => side?.place ?? 0);
        const byes = sides.length - groups * top;
        expect(free.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: byes }, (_bye, index) => Math.floor(index / groups)),
        );
      }),
    );
  });

  it('plays the two stages through to a champion and ranks those who did not qualify by their group', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 24 }),
        fc.integer({ min: 2, max: 4 }),
        judge,
        picker,
        (entrants, groups, decide, pick) => {
          const { state } = playAll(
            drawn(entrants, ...groupsThen(groups, 2, 0, { format: 'single-elimination' })),
            decide,
            pick,
          );
          expect(isCompleted(state)).toBe(true);
          const ranks = finalRanks(state);
          expect(ranks).toHaveLength(entrants);
          expect(ranks[0]?.rank).toBe(1);
          expect(ranks[2 * groups]?.rank).toBe(entrants > 2 * groups ? 2 * groups + 1 : undefined);
        },
      ),
      runs(30),
    );
  });

  it('sends the best thirds on, and lets none of them meet the own group at once', () => {
    fc.assert(
      fc.property(judge, picker, (decide, pick) => {
        const state = drawn(24, ...groupsThen(6, 2, 4, { format: 'single-elimination' }));
        const groupStage = playAll(state, decide, pick).state;
        const groupOf = (entrant: unknown): number =>
          Array.from({ length: 6 }, (_group, index) => index).find((id) =>
            getAt(groupStage.tables, id).members.some((member) => member === entrant),
          ) ?? -1;
        const first = matchesOf(groupStage).filter(({ stage, round }) => stage === 1 && round === 1);
        expect(new Set(first.flatMap(({ sides }) => sides)).size).toBe(16);
        for (const { sides } of first) expect(groupOf(sides[0])).not.toBe(groupOf(sides[1]));
      }),
      runs(40),
    );
  });

  it('crosses four groups as published in a tournament that is played', () => {
    const { state } = playAll(drawn(8, ...groupsThen(4, 2, 0, { format: 'single-elimination' })));
    const first = matchesOf(state).filter(({ stage, round }) => stage === 1 && round === 1);
    // Groups 1 8, 2 7, 3 6 and 4 5.
    expect(first.map(({ sides }) => sides)).toEqual([
      [1, 7],
      [3, 5],
      [2, 8],
      [4, 6],
    ]);
  });

  /** Reports scores such as `4-5 2:0` of a group stage. */
  const scored = (state: State, scores: string): State =>
    scores.split(', ').reduce((now, text) => {
      const [one = 0, other = 0, x = 0, y = 0] = text.match(/\d+/g)!.map(Number);
      const { id, sides } = matchesOf(now).find((match) => match.sides.includes(one) && match.sides.includes(other))!;
      return execute(now, { type: 'report', match: id, score: sides[0] === one ? [x, y] : [y, x] }).state;
    }, state);

  it('compares those of unequal groups without the matches against the last of the larger one', () => {
    // Groups 1 4 5 and 2 3 6 7: 3 has more points than 4 and the better difference, but not without 7.
    const state = scored(
      drawn(7, ...groupsThen(2, 1, 1, { format: 'single-elimination' })),
      '1-4 1:0, 1-5 1:0, 4-5 3:0, 2-3 1:0, 2-6 1:0, 2-7 1:0, 3-6 1:0, 3-7 9:0, 6-7 1:0',
    );
    expect([...itemsOf(state.tables)].find(({ kind }) => kind === 'best')?.order).toEqual([4, 3]);
  });

  it('compares those of different groups without the matches among the tied, as they have not met', () => {
    // 4 took three points in a circle of three, 3 three points from the last, but with the better difference.
    const state = scored(
      drawn(6, ...groupsThen(2, 1, 1, { format: 'single-elimination' })),
      '1-4 1:0, 4-5 1:0, 5-1 2:0, 2-3 1:0, 2-6 1:0, 3-6 5:0',
    );
    expect(getAt(state.tables, 0).order).toEqual([5, 4, 1]);
    expect([...itemsOf(state.tables)].find(({ kind }) => kind === 'best')?.order).toEqual([3, 4]);
  });

  it('seats others in the matches of a later group when an earlier one is corrected', () => {
    const last: StagePlan = { format: 'round-robin', qualify: { top: 1 } };
    const state = scored(drawn(4, { format: 'round-robin', groups: 2 }, last), '1-4 1:0, 2-3 1:0, 1-2 1:0');
    const [first, second] = matchesOf(state);
    expect(getAt(state.matches, 2)).toMatchObject({ sides: expect.arrayContaining([1, 2]), decision: 0 });
    const flip = ({ id, decision }: Match): Command => {
      const score: [number, number] = decision === 0 ? [0, 1] : [1, 0];
      return { type: 'report', match: id, score, correct: true, force: true };
    };
    const one = execute(state, flip(first!));
    expect(one.state.matches).not.toBe(state.matches);
    expect(getAt(one.state.matches, 2)).toMatchObject({ result: null, decision: null });
    expect(new Set(getAt(one.state.matches, 2).sides)).toEqual(new Set([2, 4]));
    const both = execute(one.state, flip(second!)).state;
    expect(new Set(getAt(both.matches, 2).sides)).toEqual(new Set([3, 4]));
    expect(getAt(both.tables, 2).members).toEqual([4, 3]);
  });

  it('waits for lots where the last place to qualify is shared, and takes the one that is drawn', () => {
    // Everybody beats the next one: all three are level in everything.
    const circle = (a: number, b: number) => ((b - a + 3) % 3 === 1 ? a : b);
    const level = playAll(
      drawn(3, { format: 'round-robin' }, { format: 'single-elimination', qualify: { top: 2 } }),
      circle,
    ).state;
    expect(getAt(level.tables, 0).order).toBeNull();
    expect(getAt(level.matches, 3).sides).toEqual([null, null]);
    const { state } = execute(level, { type: 'draw-lots', table: 0, order: [3, 1, 2] });
    expect(getAt(state.matches, 3).sides).toEqual([3, 1]);
    expect(refusal(() => execute(level, { type: 'draw-lots', table: 0, order: [4, 1] }))?.code).toBe('invalid-lots');
    const parted = playAll(drawn(3, { format: 'round-robin' }), favourite).state;
    expect(refusal(() => execute(parted, { type: 'draw-lots', table: 0, order: [1, 2] }))?.code).toBe('invalid-lots');
  });

  it.each<[string, number, StagePlan[]]>([
    ['more of each group than there are', 6, groupsThen(2, 4, 0, { format: 'single-elimination' })],
    ['more of the next than there are groups', 9, groupsThen(3, 1, 4, { format: 'single-elimination' })],
    ['nobody who qualifies for a later stage', 6, [{ format: 'round-robin' }, { format: 'single-elimination' }]],
    ['qualifiers for the first stage', 6, [{ format: 'single-elimination', qualify: { top: 2 } }]],
    ['qualifiers of a bracket', 6, [{ format: 'single-elimination' }, { format: 'round-robin', qualify: { top: 2 } }]],
    ['no stage', 6, []],
    ['no group', 6, [{ format: 'round-robin', groups: 0 }]],
    ['half a game', 6, [{ format: 'single-elimination', bestOf: 0.5 }]],
  ])('refuses %s', (_what, entrants, stages) => {
    expect(refusal(() => drawn(entrants, ...stages))?.code).toBe('invalid-plan');
  });

  it('refuses groups of one', () => {
    expect(refusal(() => drawn(5, { format: 'round-robin', groups: 3 }))?.code).toBe('too-few-entrants');
  });
});
