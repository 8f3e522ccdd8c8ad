import * as fc from 'fast-check';
import { boardOf, execute, finalRanks, itemsOf, type Command, type StagePlan, type State } from '../../src/index.js';
import { at, doAll, drawn, favourite, judge, picker, playAll, verdict } from '../support.js';

const win = (id: number, winner: 0 | 1): Command => ({ type: 'report', match: id, winner });
const ranksIn = (state: State) => finalRanks(state).map(({ entrant, rank }) => [entrant, rank]);
const single = (entrants: number, placement: 'none' | 'third' | 'all' = 'none'): State =>
  drawn(entrants, { format: 'single-elimination', placement });

const groups: StagePlan = { format: 'round-robin', groups: 3, lotSeed: 9 };
const formats = fc.constantFrom<StagePlan[]>(
  [{ format: 'single-elimination' }],
  [{ format: 'single-elimination', placement: 'third' }],
  [{ format: 'single-elimination', placement: 'all' }],
  [{ format: 'double-elimination' }],
  [{ format: 'double-elimination', grandFinal: 'single' }],
  [{ format: 'double-elimination', grandFinal: 'none' }],
  [{ format: 'stepladder' }],
  [groups, { format: 'single-elimination', placement: 'third', qualify: { top: 1, best: 1 } }],
  [groups, { format: 'round-robin', groups: 2, lotSeed: 3, qualify: { top: 2 } }],
);

describe('final ranks', () => {
  it('are given to each as soon as they play no more, and never change while somebody wins every match', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 24 }), formats, judge, picker, (entrants, stages, decide, pick) => {
        const begun = drawn(entrants, ...stages);
        const { state: over, order } = playAll(begun, decide, pick);
        const last = new Map(finalRanks(over).map(({ entrant, rank }) => [entrant, rank]));
        expect([...last.values()]).not.toContain(null);
        let state = begun;
        for (const id of order) {
          const ranks = finalRanks(state);
          expect(ranks.map(({ entrant }) => entrant).toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: entrants }, (_item, index) => index + 1),
          );
          expect(ranks.every(({ entrant, rank }) => rank === null || rank === last.get(entrant))).toBe(true);
          const open = ranks.findIndex(({ rank }) => rank === null);
          expect(ranks.slice(open).every(({ rank }) => rank === null)).toBe(true);
          state = execute(state, verdict(at(state, id), decide)).state;
        }
      }),
    );
  });

  it('are open for those who play, and known for those who are out', () => {
    const state = single(4);
    expect(ranksIn(state)).toEqual([1, 2, 3, 4].map((entrant) => [entrant, null]));
    expect(ranksIn(doAll(state, win(1, 1)))).toEqual([[2, 3], ...[1, 3, 4].map((entrant) => [entrant, null])]);
    expect(ranksIn(doAll(single(4, 'third'), win(1, 1)))).toEqual([1, 2, 3, 4].map((entrant) => [entrant, null]));
  });

  it('are known for the final while the third place is still played for, and the other way round', () => {
    const semifinals = doAll(single(4, 'third'), win(0, 0), win(1, 0));
    const final = [2, 3].find((id) => at(semifinals, id).section === 'main') ?? -1;
    expect(ranksIn(doAll(semifinals, win(final, 1)))).toEqual([
      [2, 1],
      [1, 2],
      [3, null],
      [4, null],
    ]);
    expect(ranksIn(doAll(semifinals, win(5 - final, 0)))).toEqual([
      [4, 3],
      [3, 4],
      [1, null],
      [2, null],
    ]);
  });

  it('are open for both finalists until the second grand final is played or not needed', () => {
    const beforeFinal = playAll(drawn(4, { format: 'double-elimination' }), favourite).order.slice(0, -1);
    const state = beforeFinal.reduce(
      (now, id) => execute(now, verdict(at(now, id), favourite)).state,
      drawn(4, { format: 'double-elimination' }),
    );
    const open = [
      [3, 3],
      [4, 4],
      [1, null],
      [2, null],
    ];
    expect(ranksIn(state)).toEqual(open);
    expect(ranksIn(doAll(state, win(5, 1)))).toEqual(open);
    expect(ranksIn(doAll(state, win(5, 0))).slice(0, 2)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(ranksIn(doAll(state, win(5, 1), win(6, 1))).slice(0, 2)).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  it('are the last of their match for two who both stayed away', () => {
    const away: Command = { type: 'no-show', match: 0 };
    expect(ranksIn(doAll(single(4), away, win(1, 0)))).toEqual([
      [2, 1],
      [1, 2],
      [3, 2],
      [4, 2],
    ]);
    expect(ranksIn(doAll(single(4, 'third'), away, win(1, 0)))).toEqual([
      [2, 1],
      [3, 2],
      [1, 3],
      [4, 3],
    ]);
    expect(ranksIn(doAll(single(2), away))).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it('part those who were compared for the last places to qualify, and nobody else of the groups', () => {
    const { state } = playAll(
      drawn(
        24,
        { format: 'round-robin', groups: 6, lotSeed: 9 },
        { format: 'single-elimination', qualify: { top: 2, best: 4 } },
      ),
    );
    expect(finalRanks(state).map(({ rank }) => rank)).toEqual(
      [1, 2, [3, 3], [5, 5, 5, 5], [9, 9, 9, 9, 9, 9, 9, 9], 17, 18, [19, 19, 19, 19, 19, 19]].flat(),
    );
    const thirds = [...itemsOf(state.tables)].find(({ kind }) => kind === 'best')?.order?.slice(4);
    expect(
      finalRanks(state)
        .slice(16, 18)
        .map(({ entrant }) => entrant),
    ).toEqual(thirds);
  });

  it('of a league are open until its last match', () => {
    const league = drawn(3, { format: 'round-robin' });
    expect(ranksIn(doAll(league, win(0, 0), win(1, 0)))).toEqual([1, 2, 3].map((entrant) => [entrant, null]));
    expect(ranksIn(playAll(league).state)).toEqual([1, 2, 3].map((entrant) => [entrant, entrant]));
  });

  it('of a league are no leaderboard', () => {
    expect(() => boardOf(drawn(3, { format: 'round-robin' }), 0)).toThrow(
      expect.objectContaining({ code: 'not-found', message: 'Table 0 is no leaderboard.' }),
    );
  });
});
