import { array, assert, constantFrom, property, record, integer } from 'fast-check';
import { glicko2Defaults, replayGlicko2, type Game } from '@gym/tournament-engine';
import { rateDraw, type RatedGame, type RatingBefore } from '../src/domain/rate-draw.js';

const day = 24 * 3_600_000;
const now = new Date('2031-05-03T18:00:00Z');
const game = record({
  first: integer({ min: 1, max: 6 }),
  second: integer({ min: 7, max: 12 }),
  score: constantFrom(0, 0.5, 1),
});
const games = array(game, { minLength: 1, maxLength: 20 });
const outcomeOf = (score: number): Game['outcome'] => (score === 1 ? 'first' : score === 0 ? 'second' : 'draw');

function asRound(list: RatedGame[]): Game[] {
  return list.map(({ first, second, score }, id) => ({
    id,
    round: 1,
    sides: [first, second],
    kind: 'played',
    outcome: outcomeOf(score),
  }));
}

describe('ratings of a draw', () => {
  it('are those of one period of Glicko-2, in whatever order the matches were played', () => {
    assert(
      property(games, (list) => {
        const curves = replayGlicko2(asRound(list), glicko2Defaults);
        const rated = new Map(rateDraw(list, new Map(), now).map((one) => [one.user_id, one]));
        for (const [user, [point]] of curves) {
          const {
            rating,
            deviation,
            volatility,
            games: count,
          } = rated.get(Number(user)) ?? { rating: NaN, deviation: 0, volatility: 0, games: 0 };
          expect({ rating, deviation, volatility }).toEqual(point?.rating);
          expect(count).toBe(point?.games);
        }
        expect(rated.size).toBe(curves.size);
        const backwards = new Map(rateDraw(list.toReversed(), new Map(), now).map((one) => [one.user_id, one.rating]));
        for (const [user, { rating }] of rated) expect(backwards.get(user)).toBeCloseTo(rating, 9);
      }),
      { numRuns: 50 },
    );
  });

  it('move more after a long pause, but never more than those of somebody new', () => {
    const before = (days: number): Map<number, RatingBefore> =>
      new Map(
        [1, 7].map((user) => [
          user,
          { rating: 1500, deviation: 60, volatility: 0.06, at: new Date(now.getTime() - days * day) },
        ]),
      );
    const gain = (days: number): number =>
      (rateDraw([{ first: 1, second: 7, score: 1 }], before(days), now)[0]?.rating ?? 0) - 1500;
    expect(gain(29)).toBe(gain(0));
    expect(gain(365)).toBeGreaterThan(gain(29));
    const fresh = (rateDraw([{ first: 1, second: 7, score: 1 }], new Map(), now)[0]?.rating ?? 0) - 1500;
    expect(gain(100_000)).toBeLessThanOrEqual(fresh);
  });
});
