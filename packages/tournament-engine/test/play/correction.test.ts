import {
  execute,
  finalRanks,
  getAt,
  isCompleted,
  preview,
  statusOf,
  type Command,
  type StagePlan,
  type State,
} from '../../src/index.js';
import { at, doAll, drawn, match, matchesOf, playAll, refusal } from '../support.js';

const win = (id: number, winner: 0 | 1): Command => ({ type: 'report', match: id, winner });
const correct = (id: number, winner: 0 | 1, force = false): Command => ({
  type: 'report',
  match: id,
  winner,
  correct: true,
  force,
});
const single = (entrants: number, more: Partial<StagePlan> = {}) =>
  drawn(entrants, { format: 'single-elimination', ...more } as StagePlan);

/** Seven entrants in a double elimination of eight, up to the point where the published fault shows. */
function sevenInEight(): { state: State; first: number } {
  let state = drawn(7, { format: 'double-elimination' });
  const first = match(state, 'winners', 1, 2).id;
  const play = (section: 'winners' | 'losers', round: number, number: number, winner: number): void => {
    const { id, sides } = match(state, section, round, number);
    state = execute(state, win(id, sides[0] === winner ? 0 : 1)).state;
  };
  play('winners', 1, 2, 4);
  play('winners', 1, 3, 2);
  play('winners', 1, 4, 3);
  play('winners', 2, 2, 2);
  return { state, first };
}

describe('a correction', () => {
  it('of the score alone changes nothing but the score', () => {
    const state = doAll(single(4), { type: 'report', match: 0, score: [3, 1] }, win(1, 0), win(2, 1));
    const {
      state: after,
      changed,
      events,
    } = execute(state, { type: 'report', match: 0, score: [2, 1], correct: true });
    expect(changed).toEqual({ entrants: [], stages: [], tables: [], matches: [0], scores: [], redrawn: false });
    expect(events).toMatchObject([{ type: 'changed', reset: [] }]);
    expect(at(after, 0).result).toMatchObject({ score: [2, 1], decision: 0 });
    expect(at(after, 2)).toBe(at(state, 2));
  });

  it('swaps the entrant of a next match that has not begun', () => {
    const state = doAll(single(4), win(0, 0));
    const { state: after, changed } = execute(state, correct(0, 1));
    expect(at(after, 2).sides).toEqual([4, null]);
    expect(changed.matches).toEqual([0, 2]);
  });

  it('is refused with the list of what was played on, and resets it when forced', () => {
    const state = playAll(single(8)).state;
    expect(refusal(() => execute(state, correct(0, 1)))).toEqual({ code: 'next-match-played', affected: [4, 6] });
    expect(preview(state, correct(0, 1)).reset).toEqual([4, 6]);
    const { state: after, changed, events } = execute(state, correct(0, 1, true));
    expect(events).toMatchObject([{ reset: [4, 6] }]);
    expect(changed.matches).toEqual([0, 4, 6]);
    expect(at(after, 4)).toMatchObject({ sides: [8, 4], result: null, decision: null });
    expect(at(after, 6)).toMatchObject({ sides: [null, 2], result: null, decision: null });
    expect(at(after, 5)).toBe(at(state, 5));
    expect([isCompleted(state), isCompleted(after)]).toEqual([true, false]);
  });

  it('is refused too when the next match has only begun', () => {
    const state = doAll(single(4), win(0, 0), win(1, 0), { type: 'start', match: 2 });
    expect(refusal(() => execute(state, correct(0, 1)))?.affected).toEqual([2]);
  });

  it('needs to be said, so that of two reports at once one wins and the other is refused (I40)', () => {
    const state = doAll(single(4), win(0, 0));
    expect(refusal(() => execute(state, win(0, 1)))?.code).toBe('already-decided');
    expect(execute(state, win(0, 0))).toEqual({
      state,
      events: [],
      changed: { entrants: [], stages: [], tables: [], matches: [], scores: [], redrawn: false },
    });
    const both = [win(0, 0), win(1, 1)];
    expect(at(doAll(single(4), ...both), 2).sides).toEqual([1, 3]);
    expect({ ...doAll(single(4), ...both.toReversed()) }).toEqual({ ...doAll(single(4), ...both) });
  });

  it('sees through the bye that carried the loser two matches on (double elimination, 7 in 8)', () => {
    const { state, first } = sevenInEight();
    // The loser, 5, has come through the bye of the first losers' round to a match with 3.
    const second = match(state, 'losers', 2, 1);
    expect(second.sides).toEqual([3, 5]);
    const played = execute(state, win(second.id, 1)).state;
    expect(refusal(() => execute(played, correct(first, 1)))).toEqual({
      code: 'next-match-played',
      affected: [second.id],
    });

    const after = execute(played, correct(first, 1, true)).state;
    expect(match(after, 'winners', 2, 1).sides).toEqual([1, 5]);
    expect(match(after, 'losers', 2, 1)).toMatchObject({ sides: [3, 4], result: null, decision: null });
    expect(match(after, 'losers', 3, 1).sides).toEqual([null, null]);
    const rightFirst = (() => {
      const begun = drawn(7, { format: 'double-elimination' });
      const order: [number, 0 | 1][] = [
        [first, 1],
        [match(begun, 'winners', 1, 3).id, 0],
        [match(begun, 'winners', 1, 4).id, 0],
        [match(begun, 'winners', 2, 2).id, 0],
      ];
      return doAll(begun, ...order.map(([id, winner]) => win(id, winner)));
    })();
    expect({ ...after, head: null }).toEqual({ ...rightFirst, head: null });
  });

  it('swaps both entrants through the bye when nothing was played on', () => {
    const { state, first } = sevenInEight();
    const { state: after, events } = execute(state, correct(first, 1));
    expect(events).toMatchObject([{ reset: [] }]);
    expect(match(after, 'losers', 2, 1).sides).toEqual([3, 4]);
  });

  it('passes through a walkover that an absence made, and opens again what it had decided', () => {
    // 1 beats 8 and leaves: 4 goes to the final without play, and is there alone.
    const state = doAll(single(8), win(0, 0), win(1, 0), { type: 'withdraw', entrant: 1 });
    const final = match(state, 'main', 3, 1);
    expect(final.sides).toEqual([4, null]);
    const after = execute(state, correct(0, 1)).state;
    expect(match(after, 'main', 2, 1)).toMatchObject({ sides: [8, 4], decision: null });
    expect(at(after, final.id).sides).toEqual([null, null]);
    // Where the final was played on the strength of the walkover, that has to be said.
    const played = doAll(state, win(2, 0), win(3, 0), win(match(state, 'main', 2, 2).id, 0), win(final.id, 0));
    expect(refusal(() => execute(played, correct(0, 1)))?.affected).toEqual([final.id]);
    const forced = execute(played, correct(0, 1, true)).state;
    expect(at(forced, final.id)).toMatchObject({ sides: [null, 2], result: null });
  });

  it('of a walkover is as if the right side had won at once', () => {
    const walkover = (winner: 0 | 1) => ({ type: 'walkover', match: 1, winner }) as const;
    const state = doAll(drawn(8, { format: 'double-elimination' }), walkover(0), win(0, 0));
    const after = execute(state, { ...walkover(1), correct: true }).state;
    const once = doAll(drawn(8, { format: 'double-elimination' }), walkover(1), win(0, 0));
    expect(matchesOf(after)).toEqual(matchesOf(once));
  });

  it('takes a reset of the grand final away again, with its result', () => {
    const upset = playAll(drawn(4, { format: 'double-elimination' }), (a, b) =>
      a + b === 3 ? 2 : Math.min(a, b),
    ).state;
    const final = match(upset, 'final', 1, 1);
    const reset = match(upset, 'reset', 1, 1);
    // 2 beats 1 in the winners' final, 1 comes back and loses the final: no reset.
    expect([final.decision, statusOf(reset)]).toEqual([0, 'void']);
    const needed = execute(upset, correct(final.id, 1)).state;
    expect(statusOf(match(needed, 'reset', 1, 1))).toBe('ready');
    expect(isCompleted(needed)).toBe(false);
    const decided = execute(needed, win(reset.id, 0)).state;
    expect(refusal(() => execute(decided, correct(final.id, 0)))?.affected).toEqual([reset.id]);
    const gone = execute(decided, correct(final.id, 0, true)).state;
    expect(match(gone, 'reset', 1, 1)).toMatchObject({ sides: ['bye', 'bye'], result: null });
    expect(finalRanks(gone)).toEqual(finalRanks(upset));
  });

  it('moves the loser of a semi-final out of the match for the third place', () => {
    const state = playAll(single(4, { placement: 'third' })).state;
    const third = match(state, 'places-3', 1, 1);
    const final = match(state, 'main', 2, 1);
    expect(refusal(() => execute(state, correct(0, 1)))?.affected).toEqual([final.id, third.id]);
    const after = execute(state, correct(0, 1, true)).state;
    expect(at(after, third.id).sides).toEqual([1, 3]);
  });

  it('of a group changes who is in the play-off, resets what they played, and leaves the rest', () => {
    const plan: StagePlan[] = [
      { format: 'round-robin', groups: 2, lotSeed: 1 },
      { format: 'single-elimination', qualify: { top: 2 } },
    ];
    const state = playAll(drawn(8, ...plan)).state;
    const [semi, other, final] = matchesOf(state).filter(({ stage }) => stage === 1);
    if (semi === undefined || other === undefined || final === undefined) throw new Error('a play-off of four');
    const decisive = matchesOf(state).find(({ sides }) => sides.includes(1) && sides.includes(4));
    if (decisive === undefined) throw new Error('1 and 4 are in one group');
    const flip = correct(decisive.id, decisive.sides[0] === 4 ? 0 : 1);
    const { affected = [] } = refusal(() => execute(state, flip)) ?? {};
    expect(affected).toEqual([semi.id, other.id, final.id]);
    const after = execute(state, { ...flip, force: true }).state;
    expect(getAt(after.tables, 0).order?.slice(0, 2)).toEqual([4, 1]);
    expect([at(after, semi.id).sides[0], at(after, other.id).sides[1]]).toEqual([4, 1]);
    expect(at(after, final.id).sides).toEqual([null, null]);
  });

  it('clears a result with all that follows from it', () => {
    const state = playAll(single(4)).state;
    expect(refusal(() => execute(state, { type: 'clear', match: 1 }))?.affected).toEqual([2]);
    const after = execute(state, { type: 'clear', match: 1, force: true }).state;
    expect({ ...after, head: null }).toEqual({ ...doAll(single(4), win(0, 0)), head: null });
  });

  it('can be undone and redone step by step, but only in their order', () => {
    let state = single(4);
    const states = [state];
    const events = [];
    for (const command of [win(0, 0), win(1, 1), win(2, 0)]) {
      const done = execute(state, command);
      state = done.state;
      states.push(state);
      events.push(...done.events);
    }
    const same = (one: State, other: State | undefined) =>
      expect({ ...one, head: null }).toEqual({ ...other, head: null });
    const [one, two, three] = events;
    if (one === undefined || two === undefined || three === undefined) throw new Error('three events');
    expect(refusal(() => execute(state, { type: 'undo', event: two }))?.code).toBe('not-the-last-event');
    const back1 = execute(state, { type: 'undo', event: three });
    const back2 = execute(back1.state, { type: 'undo', event: two });
    same(back2.state, states[1]);
    const [undo1, undo2] = [back1.events[0], back2.events[0]];
    if (undo1 === undefined || undo2 === undefined) throw new Error('undoing is an event');
    expect(refusal(() => execute(back2.state, { type: 'redo', event: undo1 }))?.code).toBe('not-the-last-event');
    const on1 = execute(back2.state, { type: 'redo', event: undo2 });
    same(on1.state, states[2]);
    const on2 = execute(on1.state, { type: 'redo', event: undo1 });
    same(on2.state, states[3]);
    const [redone] = on2.events;
    if (redone === undefined) throw new Error('redoing is an event');
    same(execute(on2.state, { type: 'undo', event: redone }).state, states[2]);
    // Something new ends the way forward.
    const other = execute(back2.state, win(1, 0)).state;
    expect(refusal(() => execute(other, { type: 'redo', event: undo2 }))?.code).toBe('not-the-last-event');
    const begun = { version: 1 as const, type: 'drawn' as const, plan: { entrants: [], stages: [] } };
    expect(refusal(() => execute(states[0] ?? state, { type: 'undo', event: begun }))?.code).toBe('not-the-last-event');
  });
});
