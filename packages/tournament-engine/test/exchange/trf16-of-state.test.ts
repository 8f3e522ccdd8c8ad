import * as fc from 'fast-check';
import {
  execute,
  listMatches,
  pairSwiss,
  readTrf16,
  standingsOf,
  trfOf,
  writeTrf16,
  type State,
} from '../../src/index.js';
import { runs } from '../runs.js';
import { doAll, drawn, judge, playAll, refusal, type Judge } from '../support.js';

const swiss = (entrants: number, rounds: number): State => drawn(entrants, { format: 'swiss', rounds, draws: true });

/** So many rounds, and with the last entrant gone after the first. */
function played(entrants: number, rounds: number, decide: Judge): State {
  let state = swiss(entrants, rounds + 1);
  for (let round = 1; round <= rounds; round++) {
    state = execute(state, { type: 'next-round', stage: 0 }).state;
    for (const { id, sides } of listMatches(state, { status: ['ready'] })) {
      const [one, other] = sides.map(Number);
      const winner = (one! + other! + round) % 5 === 0 ? 'draw' : decide(one!, other!) === one ? 0 : 1;
      state = execute(state, { type: 'report', match: id, winner }).state;
    }
    if (round === 1) state = execute(state, { type: 'withdraw', entrant: entrants }).state;
  }
  return state;
}

describe('the report of a Swiss stage', () => {
  it('is read with the same games and points, and leads to the round that comes next here', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 20 }),
        fc.integer({ min: 1, max: 3 }),
        judge,
        (entrants, rounds, decide) => {
          const state = played(entrants, rounds, decide);
          const report = readTrf16(writeTrf16(trfOf(state, 0, { name: 'Open', nameOf: (id) => `Player ${id}` })));
          expect(report).toMatchObject({ name: 'Open', rounds: rounds + 1 });
          expect(report.players.map(({ number, points }) => [number, points])).toEqual(
            standingsOf(state, 0)
              .toSorted((a, b) => Number(a.entrant) - Number(b.entrant))
              .map(({ entrant, points }) => [entrant, points]),
          );
          const next = pairSwiss({
            entrants: report.players.map(({ number }) => ({ id: number, active: number !== entrants })),
            games: report.games,
            round: rounds + 1,
          });
          const here = execute(state, { type: 'next-round', stage: 0 }).state;
          const pairs = listMatches(here).filter(({ round }) => round === rounds + 1);
          expect(pairs.filter(({ sides }) => !sides.includes('bye')).map(({ sides }) => sides)).toEqual(
            next.pairs.map(({ sides }) => sides),
          );
        },
      ),
      runs(40),
    );
  });

  it('has what else is known of players, and numbers those who came from groups by their seeds in the stage', () => {
    const [groups, stage] = [
      { format: 'round-robin', groups: 2, lotSeed: 1 },
      { format: 'swiss', rounds: 1, qualify: { top: 2 } },
    ] as const;
    const { state } = playAll(drawn(8, groups, stage));
    const { players, games } = trfOf(state, 1, {
      name: 'Cup',
      detailsOf: (id) => ({ federation: 'GER', rating: Number(String(id).slice(1)) }),
    });
    expect(players.map(({ number, name, federation, rating }) => [number, name, federation, rating])).toEqual([
      [1, 'e1', 'GER', 1],
      [2, 'e2', 'GER', 2],
      [3, 'e4', 'GER', 4],
      [4, 'e3', 'GER', 3],
    ]);
    expect(games.map(({ sides }) => sides)).toEqual([
      [1, 3],
      [4, 2],
    ]);
  });

  it('lists players by their numbers, however they stand, and has blanks for what is not known', () => {
    const begun = doAll(swiss(2, 1), { type: 'next-round', stage: 0 }, { type: 'report', match: 0, winner: 1 });
    const blank = { sex: '', title: '', rating: null, federation: '', fideId: '', birthDate: '' };
    expect(trfOf(begun, 0, { name: 'Cup' })).toMatchObject({
      players: [
        { ...blank, number: 1, name: 'e1', points: 0, rank: 2 },
        { ...blank, number: 2, name: 'e2', points: 1, rank: 1 },
      ],
      otherLines: [],
    });
  });

  it('is refused for other formats, and before the entrants are known', () => {
    const options = { name: 'Cup' };
    expect(refusal(() => trfOf(drawn(4, { format: 'round-robin' }), 0, options))?.code).toBe('invalid-trf');
    const later = drawn(6, { format: 'round-robin', groups: 2 }, { format: 'swiss', rounds: 1, qualify: { top: 1 } });
    expect(refusal(() => trfOf(later, 1, options))?.code).toBe('invalid-trf');
    expect(trfOf(doAll(swiss(3, 2)), 0, options).games).toEqual([]);
  });
});
