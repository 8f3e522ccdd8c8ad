import * as fc from 'fast-check';
import {
  execute,
  finalRanks,
  getAt,
  isCompleted,
  standingsOf,
  statusOf,
  type Command,
  type State,
} from '../../src/index.js';
import { doAll, drawn, judge, matchesOf, picker, playAll, refusal } from '../support.js';
import { runs } from '../runs.js';

const swiss = (entrants: number, rounds: number): State => drawn(entrants, { format: 'swiss', rounds });
const next: Command = { type: 'next-round', stage: 0 };
const code = (act: () => unknown) => refusal(act)?.code;

describe('a Swiss stage', () => {
  it('pairs the upper half with the lower one in the first round, and gives the last one a bye', () => {
    const state = doAll(swiss(9, 3), next);
    expect(matchesOf(state).map(({ sides }) => sides)).toEqual(
      [
        [1, 5],
        [6, 2],
        [3, 7],
        [8, 4],
        [9, 'bye'],
      ].map((sides) => expect.arrayContaining(sides)),
    );
    expect(matchesOf(state).filter((match) => statusOf(match) === 'bye')).toHaveLength(1);
  });

  it('I25, I26, I27: lets nobody meet twice or have two byes, and everybody play once a round', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 40 }), judge, picker, (entrants, decide, pick) => {
        const rounds = Math.ceil(Math.log2(entrants));
        const { state } = playAll(swiss(entrants, rounds), decide, pick);
        const pairs = matchesOf(state).map(({ sides }) =>
          sides
            .map(String)
            .toSorted((a, b) => a.localeCompare(b))
            .join(),
        );
        expect(new Set(pairs).size).toBe(pairs.length);
        for (let round = 1; round <= rounds; round++) {
          const there = matchesOf(state)
            .filter((match) => match.round === round)
            .flatMap(({ sides }) => sides.filter((side) => side !== 'bye'));
          expect(there.map(Number).toSorted((a, b) => a - b)).toEqual(there.map((_side, index) => index + 1));
        }
        expect(isCompleted(state)).toBe(true);
        expect(finalRanks(state)).toHaveLength(entrants);
      }),
      runs(30),
    );
  });

  it('draws a round when the one before is over, and no more than there are', () => {
    const begun = doAll(swiss(4, 2), next);
    expect(refusal(() => doAll(begun, next))).toEqual({ code: 'round-not-over', affected: [0, 1] });
    const { state } = playAll(swiss(4, 2));
    expect(code(() => doAll(state, next))).toBe('no-round-left');
    expect(code(() => doAll(drawn(4, { format: 'single-elimination' }), next))).toBe('no-round-left');
  });

  it('keeps the pairings when an earlier result is corrected: the standings change, the round stands', () => {
    const second = doAll(
      swiss(4, 2),
      next,
      { type: 'report', match: 0, winner: 0 },
      { type: 'report', match: 1, winner: 0 },
      next,
    );
    const { state, changed } = execute(second, { type: 'report', match: 0, winner: 1, correct: true });
    expect(changed.matches).toEqual([0]);
    expect(matchesOf(state).slice(2)).toEqual(matchesOf(second).slice(2));
    expect(standingsOf(state, 0).map(({ entrant }) => entrant)).not.toEqual(
      standingsOf(second, 0).map(({ entrant }) => entrant),
    );
  });

  it('leaves out who has withdrawn, and lets in who comes late', () => {
    const first = doAll(
      swiss(4, 3),
      next,
      { type: 'report', match: 0, winner: 0 },
      { type: 'report', match: 1, winner: 0 },
    );
    const second = doAll(first, { type: 'withdraw', entrant: 4 }, { type: 'enter', id: 'late' }, next);
    const there = matchesOf(second)
      .slice(2)
      .flatMap(({ sides }) => sides);
    expect(there).toHaveLength(4);
    expect(there).toEqual(expect.arrayContaining([1, 2, 3, 5]));
    expect(getAt(second.tables, 0).members).toEqual([1, 2, 3, 4, 5]);
    const { state: over } = playAll(second);
    expect(code(() => doAll(over, { type: 'enter', id: 'later' }))).toBe('no-round-left');
  });

  it('can be undone round by round', () => {
    const drawnRound = execute(swiss(6, 3), next);
    const [event] = drawnRound.events;
    if (event === undefined) throw new Error('a round is an event');
    const { state } = execute(drawnRound.state, { type: 'undo', event });
    expect({ ...state, head: null }).toEqual({ ...swiss(6, 3), head: null });
  });

  it('says so when there is no legal pairing left', () => {
    const { state } = playAll(swiss(4, 3));
    expect(isCompleted(state)).toBe(true);
    expect(code(() => playAll(swiss(4, 4)))).toBe('no-complete-pairing');
  });

  it('sends its best on to a bracket', () => {
    const state = drawn(
      8,
      { format: 'swiss', rounds: 3, lotSeed: 1 },
      { format: 'single-elimination', qualify: { top: 4 } },
    );
    expect(code(() => doAll(state, { type: 'next-round', stage: 1 }))).toBe('no-round-left');
    const { state: over } = playAll(state);
    const [first, second] = matchesOf(over).filter(({ stage }) => stage === 1);
    const order = getAt(over.tables, 0).order ?? [];
    expect([first?.sides, second?.sides]).toEqual([
      [order[0], order[3]],
      [order[1], order[2]],
    ]);
  });

  it('waits for its entrants when it comes after groups', () => {
    const state = drawn(
      8,
      { format: 'round-robin', groups: 2, lotSeed: 1 },
      { format: 'swiss', rounds: 2, qualify: { top: 2 } },
    );
    expect(code(() => doAll(state, { type: 'next-round', stage: 1 }))).toBe('side-unknown');
    expect(isCompleted(playAll(state).state)).toBe(true);
  });
});
