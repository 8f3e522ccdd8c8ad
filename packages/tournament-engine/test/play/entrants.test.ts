import {
  execute,
  finalRanks,
  getAt,
  isCompleted,
  itemsOf,
  listMatches,
  matchView,
  statusOf,
  type Command,
  type StagePlan,
  type State,
} from '../../src/index.js';
import { at, doAll, drawn, match, matchesOf, playAll, refusal } from '../support.js';

const win = (id: number, winner: 0 | 1): Command => ({ type: 'report', match: id, winner });
const code = (act: () => unknown) => refusal(act)?.code;
const single = (entrants: number): State => drawn(entrants, { format: 'single-elimination' });
const swissOrLeague: StagePlan = { format: 'round-robin', lotSeed: 1 };

describe('who leaves', () => {
  it('loses the open match at once and every later one when it is known, and keeps what was won', () => {
    const state = doAll(single(8), win(0, 0), { type: 'withdraw', entrant: 1 });
    expect(at(state, 0).decision).toBe(0);
    expect(at(state, 4)).toMatchObject({ sides: [1, null], decision: null });
    const known = doAll(state, win(1, 1));
    expect(at(known, 4)).toMatchObject({ sides: [1, 5], decision: 1, result: null });
    expect(statusOf(at(known, 4))).toBe('walkover');
    expect(at(known, 6).sides).toEqual([5, null]);
    expect(code(() => doAll(known, win(4, 0)))).toBe('entrant-absent');
  });

  it.each(['withdraw', 'disqualify'] as const)('is kept with the reason (%s), which is no event twice', (type) => {
    const state = doAll(single(4), { type, entrant: 1 });
    expect(getAt(state.entrants, 0).absence).toEqual({
      reason: type === 'withdraw' ? 'withdrawn' : 'disqualified',
      earlier: 'keep',
      tables: [],
    });
    expect(execute(state, { type, entrant: 1 }).events).toEqual([]);
    expect(execute(state, { type, entrant: 1, earlier: 'annul' }).events).toHaveLength(1);
  });

  it('loses the match that has begun, which is no played one then', () => {
    const state = doAll(single(4), { type: 'start', match: 0 }, { type: 'withdraw', entrant: 1 });
    expect(at(state, 0)).toMatchObject({ decision: 1, result: { kind: 'played' } });
    expect(statusOf(at(state, 0))).toBe('walkover');
  });

  it('goes through the losers bracket by walkovers too', () => {
    const state = doAll(drawn(4, { format: 'double-elimination' }), { type: 'disqualify', entrant: 1 });
    expect(match(state, 'losers', 1, 1).sides).toEqual([1, null]);
    const { state: over } = playAll(state);
    expect(isCompleted(over)).toBe(true);
    expect(finalRanks(over).at(-1)).toEqual({ entrant: 1, rank: 4 });
  });

  it('leaves nobody in a match that both left', () => {
    const state = doAll(single(4), { type: 'withdraw', entrant: 1 }, { type: 'withdraw', entrant: 4 }, win(1, 0));
    expect(at(state, 0).decision).toBe('none');
    expect(at(state, 2)).toMatchObject({ sides: ['bye', 2], decision: 1 });
  });

  it('comes back as if nothing had been, unless somebody has played on', () => {
    const left = doAll(single(4), { type: 'withdraw', entrant: 1 });
    expect({ ...doAll(left, { type: 'reinstate', entrant: 1 }), head: null }).toEqual({ ...single(4), head: null });
    const playedOn = doAll(left, win(1, 0), win(2, 0));
    expect(refusal(() => doAll(playedOn, { type: 'reinstate', entrant: 1 }))).toEqual({
      code: 'next-match-played',
      affected: [2],
    });
    const forced = doAll(playedOn, { type: 'reinstate', entrant: 1, force: true });
    expect(statusOf(at(forced, 0))).toBe('ready');
    expect(execute(forced, { type: 'reinstate', entrant: 1 }).events).toEqual([]);
  });

  it('gives points to the opponents of a table, or takes all results back, and never qualifies', () => {
    const plan: StagePlan[] = [swissOrLeague, { format: 'single-elimination', qualify: { top: 2 } }];
    const begun = drawn(4, ...plan);
    const first = matchesOf(begun).find(({ sides }) => sides.includes(1) && sides.includes(4));
    if (first === undefined) throw new Error('1 meets 4');
    const won = doAll(begun, win(first.id, first.sides[0] === 1 ? 0 : 1));
    const kept = playAll(doAll(won, { type: 'withdraw', entrant: 1 })).state;
    const annulled = playAll(doAll(won, { type: 'withdraw', entrant: 1, earlier: 'annul' })).state;
    expect([at(kept, first.id).decision, at(annulled, first.id).decision]).toEqual([
      first.sides[0] === 1 ? 0 : 1,
      'none',
    ]);
    for (const state of [kept, annulled]) {
      expect(getAt(state.tables, 0).order?.at(-1)).toBe(1);
      expect(match(state, 'main', 1, 1).sides).toEqual([2, 3]);
    }
  });

  it('keeps the place in a table that was over before', () => {
    const plan: StagePlan[] = [swissOrLeague, { format: 'single-elimination', qualify: { top: 2 } }];
    const groupOver = (() => {
      let state = drawn(3, ...plan);
      for (const { id, sides } of matchesOf(state).slice(0, 3))
        state = execute(state, win(id, Number(sides[0]) < Number(sides[1]) ? 0 : 1)).state;
      return state;
    })();
    const after = doAll(groupOver, { type: 'withdraw', entrant: 1, earlier: 'annul' });
    expect(getAt(after.tables, 0).order).toEqual([1, 2, 3]);
    expect(match(after, 'main', 1, 1)).toMatchObject({ sides: [1, 2], decision: 1 });
  });
});

describe('who comes late', () => {
  it('is drawn in as the last seed before the first result', () => {
    const { state, changed } = execute(single(5), { type: 'enter', id: 'late' });
    expect(changed.redrawn).toBe(true);
    expect(getAt(state.entrants, 5)).toEqual({ number: 6, id: 'late', absence: null });
    expect(match(state, 'main', 1, 4).sides).toEqual([3, 6]);
    const league = execute(drawn(3, { format: 'round-robin' }), { type: 'enter', id: 'late' }).state;
    expect(matchesOf(league)).toHaveLength(6);
  });

  it('takes the bye where the seed belongs, as long as its winner has not played on', () => {
    // Byes of 1, 2 and 3; the next seed belongs to 3.
    const begun = doAll(single(5), win(1, 0));
    const { state, changed } = execute(begun, { type: 'enter', id: 'late' });
    expect(match(state, 'main', 1, 4)).toMatchObject({ sides: [3, 6], decision: null });
    expect(match(state, 'main', 2, 2).sides).toEqual([2, null]);
    expect(changed).toMatchObject({ entrants: [6], redrawn: false });
    const playedOn = doAll(begun, win(5, 0));
    // 2 and 3 have met already, so only the bye of 1 is left.
    expect(match(doAll(playedOn, { type: 'enter', id: 'late' }), 'main', 1, 1).sides).toEqual([1, 6]);
    const full = doAll(playedOn, { type: 'enter', id: 'late' });
    expect(code(() => doAll(full, { type: 'enter', id: 'later' }))).toBe('no-place-left');
  });

  it('takes a bye of a double elimination, whose loser comes to the losers bracket', () => {
    const begun = drawn(7, { format: 'double-elimination' });
    const state = doAll(begun, win(match(begun, 'winners', 1, 2).id, 0), { type: 'enter', id: 'late' });
    expect(match(state, 'winners', 1, 1).sides).toEqual([1, 8]);
    expect(match(state, 'losers', 1, 1).sides).toEqual([null, 5]);
  });

  it('is refused in a league that has begun, and when in already', () => {
    const begun = doAll(drawn(3, { format: 'round-robin' }), win(0, 0));
    expect(code(() => doAll(begun, { type: 'enter', id: 'late' }))).toBe('already-started');
    expect(code(() => doAll(begun, { type: 'enter', id: 'e1' }))).toBe('entrant-taken');
    expect(code(() => drawn(0, { format: 'round-robin' }))).toBe('too-few-entrants');
  });

  it('may take over from somebody who has not played', () => {
    const state = doAll(single(4), { type: 'substitute', entrant: 2, id: 'other' });
    expect(matchView(state, 1).entrants).toEqual(['other', 'e3']);
    expect(execute(state, { type: 'substitute', entrant: 2, id: 'other' }).events).toEqual([]);
    expect(code(() => doAll(state, { type: 'substitute', entrant: 1, id: 'other' }))).toBe('entrant-taken');
    expect(code(() => doAll(state, win(1, 0), { type: 'substitute', entrant: 2, id: 'third' }))).toBe(
      'already-started',
    );
  });
});

describe('a leaderboard', () => {
  it('lets somebody take over who has no score, whatever the others have', () => {
    const board = drawn(3, {
      format: 'leaderboard',
      workouts: [{ id: 'row', measure: 'time' }],
      scoring: { by: 'places' },
    });
    const scored = doAll(board, {
      type: 'score',
      stage: 0,
      workout: 'row',
      entrant: 1,
      status: 'finished',
      value: 90,
    });
    expect(getAt(doAll(scored, { type: 'substitute', entrant: 2, id: 'other' }).entrants, 1).id).toBe('other');
    expect(code(() => doAll(scored, { type: 'substitute', entrant: 1, id: 'other' }))).toBe('already-started');
  });
});

describe('seeds', () => {
  it('can be changed before the first result, but not those that are locked', () => {
    const locked = doAll(single(4), { type: 'lock-seeds', entrants: [2, 1] });
    expect(locked.head.lockedSeeds).toEqual([1, 2]);
    expect(code(() => doAll(locked, { type: 'seed', order: [2, 1, 3, 4] }))).toBe('seeds-locked');
    const seed: Command = { type: 'seed', order: [1, 2, 4, 3] };
    const seeded = doAll(locked, seed);
    const nothing = { entrants: [], stages: [], tables: [], matches: [], scores: [] };
    expect(execute(locked, seed)).toMatchObject({
      changed: { ...nothing, redrawn: true },
      events: [{ version: 3, command: seed, patch: nothing, reset: [], resetScores: [] }],
    });
    expect([...itemsOf(seeded.entrants)].map(({ id }) => id)).toEqual(['e1', 'e2', 'e4', 'e3']);
    const free = doAll(seeded, { type: 'unlock-seeds', entrants: [2, 1] }, { type: 'seed', order: [2, 1, 3, 4] });
    expect([...itemsOf(free.entrants)].map(({ id }) => id)).toEqual(['e2', 'e1', 'e4', 'e3']);
    expect(code(() => doAll(free, win(0, 0), { type: 'seed', order: [2, 1, 3, 4] }))).toBe('already-started');
    expect(code(() => doAll(free, { type: 'withdraw', entrant: 1 }, { type: 'seed', order: [2, 1, 3, 4] }))).toBe(
      'already-started',
    );
  });

  it.each([[[1, 2, 3]], [[1, 2, 3, 3]], [[1, 2, 3, 5]], [[1, 2, 3, 4, 4]]])('are not %j', (order) => {
    expect(code(() => doAll(single(4), { type: 'seed', order }))).toBe('invalid-seeds');
  });

  it('are not changed by the order that is there, or by locks that are set', () => {
    expect(execute(single(4), { type: 'seed', order: [1, 2, 3, 4] }).events).toEqual([]);
    const locked = doAll(single(4), { type: 'lock-seeds', entrants: [1] });
    expect(execute(locked, { type: 'lock-seeds', entrants: [1] }).events).toEqual([]);
    expect(execute(locked, { type: 'unlock-seeds', entrants: [2] }).events).toEqual([]);
    expect(code(() => doAll(locked, { type: 'lock-seeds', entrants: [9] }))).toBe('not-found');
  });
});

describe('a list of matches', () => {
  it('has names, skips what nobody will play, and comes in pages', () => {
    const state = doAll(drawn(5, { format: 'double-elimination' }), win(1, 0));
    const all = listMatches(state);
    expect(all.every(({ status }) => status !== 'void')).toBe(true);
    expect(all).toHaveLength(matchesOf(state).filter((one) => statusOf(one) !== 'void').length);
    expect(all[1]).toMatchObject({ id: 1, entrants: ['e4', 'e5'], winner: 'e4', status: 'played' });
    expect(all[0]).toMatchObject({ entrants: ['e1', null], winner: 'e1', status: 'bye' });
    const pages = [];
    for (let after = -1; ;) {
      const page = listMatches(state, { after, limit: 4 });
      pages.push(...page);
      expect(page.length).toBeLessThanOrEqual(4);
      const last = page.at(-1);
      if (last === undefined || pages.length > all.length) break;
      after = last.id;
    }
    expect(pages).toEqual(all);
    expect(listMatches(drawn(102, { format: 'single-elimination' }))).toHaveLength(100);
    expect(listMatches(doAll(state, win(5, 1)), { status: ['played'] })[1]).toMatchObject({ winner: 'e3' });
    expect(all.find(({ id }) => id === 5)).toMatchObject({ status: 'ready', entrants: ['e2', 'e3'], winner: null });
    expect(listMatches(state, { entrant: 4 }).map(({ id }) => id)).toEqual(
      all.filter(({ sides }) => sides.includes(4)).map(({ id }) => id),
    );
    expect(listMatches(state, { status: ['played'] }).map(({ id }) => id)).toEqual([1]);
    expect(listMatches(state, { stage: 1 })).toEqual([]);
    const groups = drawn(4, { format: 'round-robin', groups: 2 });
    expect(listMatches(groups, { table: 1 }).map(({ id }) => id)).toEqual([1]);
    expect(() => matchView(state, 99)).toThrow(RangeError);
  });
});
