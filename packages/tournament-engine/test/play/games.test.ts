import { decidedGames, eloDefaults, execute, latest, replayElo, standingsOf } from '../../src/index.js';
import { doAll, drawn, playAll, realMatches } from '../support.js';

describe('the games of a tournament', () => {
  it('are all that were decided between two, in brackets too, in one period', () => {
    const { state } = playAll(drawn(5, { format: 'double-elimination' }));
    const games = decidedGames(state, 7);
    expect(games.map(({ id }) => id)).toEqual(realMatches(state).map(({ id }) => id));
    expect(new Set(games.map(({ round }) => round))).toEqual(new Set([7]));
    expect(games[0]).toEqual({ id: 1, round: 7, sides: ['e4', 'e5'], outcome: 'first', kind: 'played' });
  });

  it('say what was not played, and leave out what is open', () => {
    const state = doAll(
      drawn(4, { format: 'single-elimination' }),
      { type: 'walkover', match: 0, winner: 1 },
      { type: 'no-show', match: 1 },
    );
    expect(decidedGames(state).map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['walkover', 'second'],
      ['walkover', 'none'],
    ]);
    const league = doAll(
      drawn(3, { format: 'round-robin' }),
      { type: 'report', match: 0, winner: 0 },
      { type: 'report', match: 1, winner: 0 },
      { type: 'withdraw', entrant: 3, earlier: 'annul' },
    );
    expect(decidedGames(league)).toEqual([]);
    expect(decidedGames(drawn(3, { format: 'single-elimination' }))).toEqual([]);
  });

  it('have the games won as their score, and the points of all games', () => {
    const games: [number, number][] = [
      [11, 9],
      [7, 11],
      [11, 3],
    ];
    const state = doAll(drawn(4, { format: 'single-elimination', bestOf: 3 }), { type: 'report', match: 0, games });
    expect(decidedGames(state)).toEqual([
      { id: 0, round: 1, sides: ['e1', 'e4'], outcome: 'first', kind: 'played', score: [2, 1], points: [29, 23] },
    ]);
    const begun = doAll(state, { type: 'start', match: 1 }, { type: 'withdraw', entrant: 2 });
    expect(decidedGames(begun)[1]).toMatchObject({ kind: 'walkover', outcome: 'second' });
  });

  it('are worth a win for the bye of a Swiss round, in the table but not to ratings', () => {
    const state = doAll(drawn(3, { format: 'swiss', rounds: 2 }), { type: 'next-round', stage: 0 });
    expect(standingsOf(state, 0).map(({ entrant, points, matches }) => [entrant, points, matches])).toEqual([
      [3, 1, 0],
      [1, 0, 0],
      [2, 0, 0],
    ]);
    expect(decidedGames(state)).toEqual([]);
  });

  it('I39: give after a correction the ratings of a tournament in which the right one had won at once', () => {
    const win = (winner: 0 | 1) => ({ type: 'report', match: 0, winner }) as const;
    const ratings = (state: Parameters<typeof decidedGames>[0]) => latest(replayElo(decidedGames(state), eloDefaults));
    const state = drawn(2, { format: 'single-elimination' });
    const corrected = execute(doAll(state, win(0)), { ...win(1), correct: true }).state;
    expect(ratings(corrected)).toEqual(ratings(doAll(state, win(1))));
    expect(ratings(corrected)).toEqual(
      new Map([
        ['e1', 1484],
        ['e2', 1516],
      ]),
    );
  });
});
