import { execute, finalRanks, isCompleted, jobsOf, standings, standingsPresets, type Game } from '../../src/index.js';
import { at, drawn, matchesOf } from '../support.js';

/** Whatever follows from one another is walked through in loops, so that the stack does not grow with the tournament. */
describe('however long one thing follows from another', () => {
  it('a ladder of thousands is drawn, played and listed', () => {
    const state = drawn(20_000, { format: 'stepladder' });
    const { state: next } = execute(state, { type: 'report', match: 0, winner: 0 });
    expect(at(next, 1).sides).toEqual([19_998, 19_999]);
    expect(finalRanks(next)).toHaveLength(20_000);
    const jobs = jobsOf(drawn(1500, { format: 'stepladder' }), () => 1);
    expect(jobs).toHaveLength(1499);
    expect(jobs.at(-1)?.potential).toHaveLength(1499);
  });

  it('a result passes through hundreds of entrants who have left', () => {
    let state = drawn(500, { format: 'stepladder' });
    for (let entrant = 2; entrant <= 498; entrant++) state = execute(state, { type: 'withdraw', entrant }).state;
    const done = execute(state, { type: 'report', match: 0, winner: 1 });
    expect(done.changed.matches).toHaveLength(499);
    expect(matchesOf(done.state).at(-1)).toMatchObject({ sides: [1, 500], decision: null });
    expect(isCompleted(execute(done.state, { type: 'report', match: 498, winner: 0 }).state)).toBe(true);
  });

  it('a head-to-head block begins again for each of hundreds whom it parts one by one', () => {
    // Those who are left are parted each time by one game that only the last of them has won.
    const count = 400;
    const games: Game[] = [];
    for (let low = 1; low < count; low++) {
      games.push({ id: low, round: low, sides: [low, low + 1], outcome: 'first', kind: 'played', score: [1, 0] });
    }
    const { points } = standingsPresets.uefa;
    const entrants = Array.from({ length: count }, (_entrant, index) => index + 1);
    const rows = standings(entrants, games, { points, chain: ['head-to-head'], unplayed: 'none' });
    expect(rows.map(({ rank }) => rank)).toEqual([...rows.keys()].map((index) => index + 1));
    expect(rows.at(-1)?.entrant).toBe(count);
  });
});
