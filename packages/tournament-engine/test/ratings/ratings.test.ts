import * as fc from 'fast-check';
import {
  eloDefaults,
  eloExpectation,
  eloGain,
  glicko2Defaults,
  glicko2Update,
  latest,
  replayElo,
  replayGlicko2,
  seededRandom,
  type Game,
  type Glicko2Rating,
} from '../../src/index.js';
import { runs } from '../runs.js';

const lists = fc
  .record({ count: fc.integer({ min: 2, max: 12 }), rounds: fc.integer({ min: 1, max: 8 }), seed: fc.nat() })
  .map(({ count, rounds, seed }) => {
    const random = seededRandom(seed);
    const entrants = Array.from({ length: count }, (_item, index) => index + 1);
    return Array.from({ length: rounds }, (_item, round) => {
      const order = random.shuffle(entrants);
      return Array.from({ length: Math.floor(count / 2) }, (_pair, index): Game => ({
        id: `${round}-${index}`,
        round: round + 1,
        sides: [order[2 * index] ?? 0, order[2 * index + 1] ?? 0],
        kind: random.below(8) === 0 ? 'walkover' : 'played',
        outcome: (['first', 'second', 'draw', 'none'] as const)[random.below(4)] ?? 'none',
      }));
    }).flat();
  });

const flip = (game: Game): Game => ({ ...game, outcome: game.outcome === 'first' ? 'second' : 'first' });

describe('Elo', () => {
  it('expects ten to one for 400 points and half for equals', () => {
    expect(eloExpectation(1900, 1500)).toBeCloseTo(10 / 11, 12);
    expect(eloExpectation(1500, 1900)).toBeCloseTo(1 / 11, 12);
    expect(eloExpectation(1500, 1500)).toBe(0.5);
    // The example of Wikipedia's article on the Elo rating system.
    const opponents = [1609, 1477, 1388, 1586, 1720];
    expect(opponents.map((opponent) => eloExpectation(1613, opponent).toFixed(2))).toEqual([
      '0.51',
      '0.69',
      '0.79',
      '0.54',
      '0.35',
    ]);
    const gains = [0, 0.5, 1, 1, 0].map((score, index) => eloGain(1613, opponents[index] ?? 0, score, eloDefaults));
    expect(Math.round(gains.reduce((sum, gain) => sum + gain, 1613))).toBe(1601);
  });

  it('I39: gives to one what it takes from the other', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 64 }), (games, k) => {
        const ratings = [...latest(replayElo(games, { start: 1500, k })).values()];
        expect(ratings.reduce((sum, rating) => sum + rating - 1500, 0)).toBeCloseTo(0, 8);
      }),
    );
  });

  it('I39: is after a correction what a fresh run with the right result gives, whatever the order of the list', () => {
    fc.assert(
      fc.property(lists, fc.nat(), (games, seed) => {
        const corrected = games.map((game, index) => (index === seed % games.length ? flip(game) : game));
        const fresh = replayElo(seededRandom(seed).shuffle(corrected), eloDefaults);
        const again = replayElo(corrected, eloDefaults);
        expect(new Set(again.keys())).toEqual(new Set(fresh.keys()));
        for (const [id, rating] of latest(again)) expect(latest(fresh).get(id)).toBeCloseTo(rating, 8);
      }),
    );
  });

  it('draws a curve with a point for each period from the first game on, and counts played games only', () => {
    const game = (round: number, kind: Game['kind'], outcome: Game['outcome']): Game => ({
      id: round,
      round,
      sides: ['a', 'b'],
      kind,
      outcome,
    });
    const games = [
      game(1, 'walkover', 'first'),
      game(3, 'played', 'draw'),
      game(2, 'played', 'first'),
      game(4, 'played', 'none'),
    ];
    const curves = replayElo(
      games,
      { start: 1000, k: 20 },
      new Map([
        ['b', 1000],
        ['c', 900],
      ]),
    );
    const back = 20 * (0.5 - eloExpectation(1010, 990));
    expect(curves.get('a')).toEqual([
      { period: 2, rating: 1010, games: 1 },
      { period: 3, rating: 1010 + back, games: 1 },
    ]);
    expect(latest(curves).get('b')).toBeCloseTo(990 - back, 10);
    expect(curves.get('c')?.map(({ rating, games: count }) => [rating, count])).toEqual([
      [900, 0],
      [900, 0],
    ]);
    expect(latest(replayElo([game(1, 'played', 'second')], { start: 1000, k: 20 }))).toEqual(
      new Map([
        ['a', 990],
        ['b', 1010],
      ]),
    );
    expect(replayElo([{ ...game(1, 'played', 'first'), sides: ['a', null] }], eloDefaults)).toEqual(new Map());
    const twoAtOnce = [
      { ...game(1, 'played', 'first'), id: 'x' },
      { ...game(1, 'played', 'first'), id: 'y' },
    ];
    expect(latest(replayElo(twoAtOnce, eloDefaults)).get('a')).toBe(1500 + 32);
  });
});

describe('Glicko-2', () => {
  const player = (rating: number, deviation: number): Glicko2Rating => ({ rating, deviation, volatility: 0.06 });

  it('gives the numbers of the worked example of its author', () => {
    const games = [
      { opponent: player(1400, 30), score: 1 },
      { opponent: player(1550, 100), score: 0 },
      { opponent: player(1700, 300), score: 0 },
    ];
    const { rating, deviation, volatility } = glicko2Update(player(1500, 200), games, glicko2Defaults);
    expect(Math.abs(rating - 1464.06)).toBeLessThan(0.011);
    expect(deviation).toBeCloseTo(151.52, 2);
    expect(Math.abs(volatility - 0.05999)).toBeLessThan(1e-5);
  });

  it('is less sure after a period without games, as the paper says', () => {
    const { rating, deviation, volatility } = glicko2Update(player(1500, 200), [], glicko2Defaults);
    expect([rating, volatility]).toEqual([1500, 0.06]);
    expect(deviation).toBeCloseTo(173.7178 * Math.sqrt((200 / 173.7178) ** 2 + 0.06 ** 2), 10);
  });

  it('finds a volatility that solves the equation of step 5, also after great surprises', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 800, max: 2800 }),
        fc.integer({ min: 20, max: 350 }),
        fc.array(
          fc.record({
            rating: fc.integer({ min: 800, max: 2800 }),
            deviation: fc.integer({ min: 20, max: 350 }),
            score: fc.constantFrom(0, 0.5, 1),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.constantFrom([0.06, 0.3], [0.06, 0.5], [0.06, 1.2], [10, 3]),
        (rating, deviation, list, [sigma, tau]) => {
          const games = list.map(({ score, ...opponent }) => ({
            score,
            opponent: player(opponent.rating, opponent.deviation),
          }));
          const own = { ...player(rating, deviation), volatility: sigma };
          const after = glicko2Update(own, games, { ...glicko2Defaults, tau });
          // Everything of step 5 but its root, on the scale of Glicko-2.
          const mu = (rating - 1500) / 173.7178;
          const phi = deviation / 173.7178;
          const terms = games.map(({ opponent, score }) => {
            const g = 1 / Math.sqrt(1 + (3 * (opponent.deviation / 173.7178) ** 2) / Math.PI ** 2);
            const e = 1 / (1 + Math.exp(-g * (mu - (opponent.rating - 1500) / 173.7178)));
            return { information: g * g * e * (1 - e), surprise: g * (score - e) };
          });
          const v = 1 / terms.reduce((sum, { information }) => sum + information, 0);
          const delta = v * terms.reduce((sum, { surprise }) => sum + surprise, 0);
          const f = (x: number): number =>
            (Math.exp(x) * (delta ** 2 - phi ** 2 - v - Math.exp(x))) / (2 * (phi ** 2 + v + Math.exp(x)) ** 2) -
            (x - Math.log(sigma ** 2)) / tau ** 2;
          const x = Math.log(after.volatility ** 2);
          expect(Math.sign(f(x - 1e-5)) * Math.sign(f(x + 1e-5))).toBe(-1);
          expect(after.deviation).toBeLessThan(Math.hypot(deviation, 173.7178 * after.volatility));
        },
      ),
      runs(300),
    );
  });

  it('I39: is after a correction what a fresh run gives, and keeps quiet entrants in the curve', () => {
    fc.assert(
      fc.property(lists, fc.nat(), (games, seed) => {
        const corrected = games.map((game, index) => (index === seed % games.length ? flip(game) : game));
        const fresh = latest(replayGlicko2(seededRandom(seed).shuffle(corrected), glicko2Defaults));
        for (const [id, { rating, deviation }] of latest(replayGlicko2(corrected, glicko2Defaults))) {
          expect(fresh.get(id)?.rating).toBeCloseTo(rating, 6);
          expect(fresh.get(id)?.deviation).toBeCloseTo(deviation, 6);
        }
      }),
    );
  });
});
