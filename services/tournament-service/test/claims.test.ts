import { begin, type Side, type State } from '@gym/tournament-engine';
import * as fc from 'fast-check';
import { agree, claimOf, detailOf } from '../src/domain/claims.js';

const entrants = [1, 2];
const bestOf = (games: number): State =>
  begin({ entrants, stages: [{ format: 'single-elimination', bestOf: games }] }).state;
const state = bestOf(3);
/** Two games for the winner, after one for the other side or not. */
const report = fc.record({
  winner: fc.constantFrom<Side>(0, 1),
  loserWins: fc.integer({ min: 0, max: 1 }),
  points: fc.integer({ min: 2, max: 21 }),
});
type Report = typeof report extends fc.Arbitrary<infer Value> ? Value : never;

function gamesOf({ winner, loserWins, points }: Report): [number, number][] {
  const game = (side: Side): [number, number] => (side === 0 ? [points, 1] : [1, points]);
  const other = winner === 0 ? 1 : 0;
  return [...Array.from({ length: loserWins }, () => game(other)), game(winner), game(winner)];
}
const claim = (given: object) => claimOf(state, 0, { type: 'report', match: 0, ...given });

describe('two reports of one match', () => {
  it('agree when they say the same, and when one of them says less', () => {
    fc.assert(
      fc.property(report, (given) => {
        const [full, short] = [claim({ games: gamesOf(given) }), claim({ winner: given.winner })];
        expect([agree(full, full), agree(full, short), agree(short, full)]).toEqual([true, true, true]);
        expect(detailOf(full)).toBeGreaterThan(detailOf(short));
      }),
    );
  });

  it('do not agree about another winner or other points, whoever speaks first', () => {
    fc.assert(
      fc.property(report, report, (one, other) => {
        const [first, second] = [claim({ games: gamesOf(one) }), claim({ games: gamesOf(other) })];
        const isSame = JSON.stringify(gamesOf(one)) === JSON.stringify(gamesOf(other));
        expect([agree(first, second), agree(second, first)]).toEqual([isSame, isSame]);
      }),
    );
  });

  it('are none as long as the match goes on', () => {
    expect(() => claim({ games: [[11, 3]] })).toThrow(/does not decide/);
  });
});
