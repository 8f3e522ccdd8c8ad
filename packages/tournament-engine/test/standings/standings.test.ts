import * as fc from 'fast-check';
import {
  explainPlace,
  pointsFor,
  seededRandom,
  standings,
  standingsPresets,
  type Game,
  type StandingsRow,
  type StandingsRules,
} from '../../src/index.js';
import { naiveRanks } from '../oracles/naive-standings.js';
import { runs } from '../runs.js';
import { refused } from '../support.js';

/** `A-B 2:1` in the round of its place; `=` before it keeps the round of the one before. */
const played = (...lines: string[]): Game[] => {
  let round = 0;
  return lines.map((line, id) => {
    if (!line.startsWith('=')) round += 1;
    const [, a = '', b = '', x, y] = /(\w+)-(\w+) (\d+):(\d+)/.exec(line) ?? [];
    const score: [number, number] = [Number(x), Number(y)];
    const outcome = score[0] === score[1] ? 'draw' : score[0] > score[1] ? 'first' : 'second';
    return { id, round, sides: [a, b], kind: 'played', outcome, score };
  });
};

const ranks = (rows: readonly StandingsRow[]): string => rows.map(({ rank, entrant }) => `${rank}${entrant}`).join(' ');

/** Few entrants, few results: many ties. */
const tables = fc
  .record({ count: fc.integer({ min: 1, max: 8 }), rounds: fc.integer({ min: 0, max: 7 }), seed: fc.nat() })
  .map(({ count, rounds, seed }) => {
    const random = seededRandom(seed);
    const entrants = Array.from({ length: count }, (_item, index) => index + 1);
    const games: Game[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const order = random.shuffle(entrants);
      for (let index = 0; index + 1 < count; index += 2) {
        const score: [number, number] = [random.below(3), random.below(3)];
        const outcome = score[0] === score[1] ? 'draw' : score[0] > score[1] ? 'first' : 'second';
        const sides: [number, number] = [order[index] ?? 0, order[index + 1] ?? 0];
        games.push({ id: games.length, round, sides, kind: 'played', outcome, score });
      }
    }
    return { entrants, games };
  });

const rules = fc.constantFrom<StandingsRules>(
  ...Object.values(standingsPresets),
  { points: { win: 1, draw: 1, loss: 0 }, chain: ['points', 'direct-encounter', 'against'], unplayed: 'none' },
  { points: { win: 1, draw: 0, loss: 0 }, chain: ['head-to-head', 'for', 'head-to-head-share'], unplayed: 'none' },
);

describe('standings', () => {
  it('are those of the worked Swiss table: points, Buchholz without the lowest, Buchholz, Sonneborn-Berger', () => {
    const games = played(
      'A-D 1:0',
      '=B-E 1:0',
      '=C-F 0:0',
      'A-B 1:0',
      '=C-D 1:0',
      '=F-E 0:0',
      'A-C 0:0',
      '=F-B 0:1',
      '=E-D 1:0',
    );
    const rows = standings(['A', 'B', 'C', 'D', 'E', 'F'], games, {
      ...standingsPresets.chess,
      chain: ['points', 'buchholz-cut-1', 'buchholz', 'sonneborn-berger'],
    });
    expect(rows.map(({ entrant, rank, values }) => [entrant, rank, ...values])).toEqual([
      ['A', 1, 2.5, 4, 4, 3],
      ['B', 2, 2, 4, 5, 2.5],
      ['C', 3, 2, 3.5, 3.5, 1.75],
      ['E', 4, 1.5, 3, 3, 0.5],
      ['F', 5, 1, 4, 5.5, 1.75],
      ['D', 6, 0, 4.5, 6, 0],
    ]);
    expect(rows.map((row) => explainPlace(row))).toEqual([
      'A before B: points 2.5:2',
      'B before C: buchholz cut 1 4:3.5',
      'C before E: points 2:1.5',
      'E before F: points 1.5:1',
      'F before D: points 1:0',
      null,
    ]);
  });

  it('put Sweden before Denmark and Italy as at the Euro 2004: goals in the games among the three', () => {
    const games = played('DEN-ITA 0:0', '=SWE-BUL 5:0', 'ITA-SWE 1:1', '=BUL-DEN 0:2', 'ITA-BUL 2:1', '=DEN-SWE 2:2');
    const rows = standings(['BUL', 'DEN', 'ITA', 'SWE'], games, standingsPresets.uefa);
    expect(ranks(rows)).toBe('1SWE 2DEN 3ITA 4BUL');
    expect(explainPlace(rows[0]!)).toBe('SWE before DEN: head-to-head for 3:2');
  });

  it('leave Japan and Senegal on one rank as at the World Cup 2018, where fair play decided', () => {
    const games = played('COL-JPN 1:2', '=POL-SEN 1:2', 'JPN-SEN 2:2', '=POL-COL 0:3', 'JPN-POL 0:1', '=SEN-COL 0:1');
    const entrants = ['COL', 'JPN', 'POL', 'SEN'];
    expect(ranks(standings(entrants, games, standingsPresets.fifa))).toBe('1COL 2JPN 2SEN 4POL');
    const drawn = standings(entrants, games, { ...standingsPresets.fifa, lotSeed: 'drawn on stage' });
    expect(drawn.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(explainPlace(drawn[1]!, (id) => `${id}!`)).toMatch(/^(JPN! before SEN!|SEN! before JPN!): drawn by lot$/);
  });

  it('I31: let a circle of three fall through to the next criterion', () => {
    const games = played('A-B 1:0', 'B-C 1:0', 'C-A 3:0');
    const rows = standings(['A', 'B', 'C'], games, standingsPresets.simple);
    expect(ranks(rows)).toBe('1C 2B 3A');
    expect(rows.map((row) => explainPlace(row))).toEqual([
      'C before B: difference 2:0',
      'B before A: difference 0:-2',
      null,
    ]);
    expect(
      ranks(standings(['A', 'B', 'C'], games, { ...standingsPresets.simple, chain: ['points', 'head-to-head'] })),
    ).toBe('1A 1B 1C');
  });

  it('look at the games among those who remain tied again', () => {
    // Everybody has a win, a draw and a loss; the difference sets D and A apart, then C is before B, whom C beat.
    const games = played('A-B 0:0', '=C-D 0:0', 'A-C 1:0', '=B-D 1:0', 'D-A 2:0', '=C-B 1:0');
    const rows = standings(['A', 'B', 'C', 'D'], games, standingsPresets.uefa);
    expect(rows.map((row) => explainPlace(row))).toEqual([
      'D before C: head-to-head difference 1:0',
      'C before B: head-to-head 3:0',
      'B before A: head-to-head difference 0:-1',
      null,
    ]);
  });

  it('apply the direct encounter only when all who are tied have met', () => {
    const chain: StandingsRules = { ...standingsPresets.simple, chain: ['points', 'direct-encounter'] };
    const two = played('A-B 1:0', '=C-D 1:0', 'B-C 1:0', '=D-A 1:0');
    expect(ranks(standings(['A', 'B', 'C', 'D'], two, chain))).toBe('1A 1B 1C 1D');
    // A has met B and C, who have not met each other.
    const three = played('A-B 1:0', 'A-C 0:1', 'B-X 1:0');
    expect(ranks(standings(['A', 'B', 'C', 'X'], three, chain))).toBe('1A 1B 1C 4X');
    const met = [...two, ...played('A-C 1:0', '=B-D 1:0')];
    expect(ranks(standings(['A', 'B', 'C', 'D'], met, chain))).toBe('1A 2B 3C 4D');
  });

  it('put the better result from fewer matches first, and skip ranks after shared ones', () => {
    const games = played('A-X 10:0', '=B-Y 1:0', 'Y-B 5:0', 'C-X 2:0', 'D-X 2:0');
    const rows = standings(['A', 'B', 'C', 'D', 'X', 'Y'], games, standingsPresets.fifa);
    expect(ranks(rows)).toBe('1A 2Y 3C 3D 5B 6X');
  });

  it('I30: do not depend on the order of games, and share ranks the competition way', () => {
    fc.assert(
      fc.property(tables, rules, fc.nat(), ({ entrants, games }, chosen, seed) => {
        const rows = standings(entrants, games, chosen);
        const random = seededRandom(seed);
        const again = standings(random.shuffle(entrants), random.shuffle(games), chosen);
        const byEntrant = (list: StandingsRow[]) =>
          Object.fromEntries(list.map(({ entrant, rank }) => [entrant, rank]));
        expect(byEntrant(again)).toEqual(byEntrant(rows));
        for (const [index, row] of rows.entries()) {
          const before = rows.slice(0, index).filter(({ rank }) => rank !== row.rank).length;
          expect(row.rank).toBe(before + 1);
          expect(row.ahead?.of).toBe(rows[index + 1]?.rank === row.rank ? undefined : rows[index + 1]?.entrant);
        }
      }),
    );
  });

  it('agree with a plain implementation on chains with head-to-head', () => {
    fc.assert(
      fc.property(tables, rules, ({ entrants, games }, chosen) => {
        const found = standings(entrants, games, chosen).map(({ entrant, rank }) => ({ entrant, rank }));
        expect(found).toEqual(naiveRanks(entrants, games, chosen));
      }),
      runs(1000),
    );
  });

  it('I32: the sum of Buchholz is the sum of score times opponents when everything was played', () => {
    fc.assert(
      fc.property(tables, ({ entrants, games }) => {
        const full = games.filter((game) => entrants.length % 2 === 0 || game.round === 0);
        const rows = standings(entrants, full, { ...standingsPresets.chess, chain: ['points', 'buchholz'] });
        const buchholz = rows.reduce((sum, { values }) => sum + (values[1] ?? 0), 0);
        expect(buchholz).toBeCloseTo(rows.reduce((sum, { points, matches }) => sum + points * matches, 0));
      }),
    );
  });

  it('decide by lots only what nothing else decides, and keep the lots when others come', () => {
    fc.assert(
      fc.property(tables, rules, fc.string(), ({ entrants, games }, chosen, lotSeed) => {
        const plain = new Map(standings(entrants, games, chosen).map(({ entrant, rank }) => [entrant, rank]));
        const drawn = standings(entrants, games, { ...chosen, lotSeed });
        expect(drawn.map(({ rank }) => rank)).toEqual(entrants.map((_item, index) => index + 1));
        const order = drawn.map(({ entrant }) => plain.get(entrant) ?? 0);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        for (const { entrant, ahead } of drawn) {
          if (ahead === null) continue;
          expect(ahead.criterion === 'lot').toBe(plain.get(entrant) === plain.get(ahead.of));
        }
      }),
    );
    const three = standings([1, 2, 3], [], { ...standingsPresets.simple, lotSeed: 7 }).map(({ entrant }) => entrant);
    const four = standings([4, 3, 2, 1], [], { ...standingsPresets.simple, lotSeed: 7 }).map(({ entrant }) => entrant);
    expect(four.filter((entrant) => entrant !== 4)).toEqual(three);
  });

  it('count wins in play, on the second side, against strong opponents and early ones as their names say', () => {
    const games: Game[] = [
      ...played('A-B 3:1', 'C-A 0:2', 'A-D 0:1'),
      { id: 'w', round: 4, sides: ['A', 'B'], kind: 'walkover', outcome: 'first' },
      { id: 'b', round: 5, sides: ['A', null], kind: 'bye', outcome: 'first' },
      { id: 'x', round: 4, sides: ['C', 'D'], kind: 'played', outcome: 'second', points: [40, 60] },
    ];
    const rows = standings(['A', 'B', 'C', 'D'], games, {
      points: { win: 2, draw: 1, loss: 0 },
      chain: [
        'points',
        'wins',
        'played-wins',
        'second-side-wins',
        'progressive',
        'koya',
        'share',
        'fine-share',
        'fine-for',
        'fine-difference',
        'against',
        'for',
      ],
      unplayed: 'none',
    });
    expect(rows.map(({ entrant, values }) => [entrant, ...values])).toEqual([
      ['A', 8, 3, 2, 1, 10 + 8 + 4 + 2 - 0, 0, 5 / 7, 0.5, 0, 0, 2, 5],
      ['D', 4, 2, 2, 2, 10, 2, 1, 0.6, 60, 20, 0, 1],
      ['B', 0, 0, 0, 0, 0, 0, 0.25, 0.5, 0, 0, 3, 1],
      ['C', 0, 0, 0, 0, 0, 0, 0, 0.4, 40, -20, 2, 0],
    ]);
    expect(rows[0]).toMatchObject({ matches: 4, wins: 3, draws: 0, losses: 1, score: [5, 2] });
  });

  it.each<[Game['kind'], Game['outcome'], number, number]>([
    ['played', 'first', 3 + 0.5, 0.1 + 0.25],
    ['played', 'second', 0.1 + 0.5, 3 + 0.25],
    ['played', 'draw', 1 + 0.5, 1 + 0.25],
    ['played', 'none', 0.5, 0.25],
    ['walkover', 'first', 2 + 0.5, -1 + 0.25],
    ['walkover', 'second', -1 + 0.5, 2 + 0.25],
    ['walkover', 'draw', 1 + 0.5, 1 + 0.25],
    ['walkover', 'none', -1 + 0.5, -1 + 0.25],
    ['requested-bye', 'first', 3, 0],
    ['requested-bye', 'draw', 1, 1],
    ['requested-bye', 'none', 0, 0],
    ['bye', 'first', 2.5, 2.5],
  ])('give the points of the rules for a game of the kind %s that ends %s', (kind, outcome, first, second) => {
    const game: Game = { id: 1, round: 1, sides: ['A', 'B'], kind, outcome, score: [2, 1] };
    const points = { win: 3, draw: 1, loss: 0.1, bye: 2.5, walkoverWin: 2, walkoverLoss: -1, perScore: 0.25 };
    expect([pointsFor(game, 0, points), pointsFor(game, 1, points)]).toEqual([first, second]);
  });

  it('give for walkovers and byes what play would give unless the rules say otherwise', () => {
    const points = { win: 3, draw: 1, loss: 0.5 };
    const game: Game = { id: 1, round: 1, sides: ['A', 'B'], kind: 'walkover', outcome: 'first' };
    expect([pointsFor(game, 0, points), pointsFor(game, 1, points)]).toEqual([3, 0.5]);
    expect(pointsFor({ ...game, kind: 'bye' }, 0, points)).toBe(3);
  });

  it('show wins, draws and losses, and take games in any order for those of their rounds', () => {
    const games = played('A-B 1:1', 'A-B 2:0', 'B-A 3:0', 'A-B 0:0');
    const rows = standings(['A', 'B'], games.toReversed(), {
      ...standingsPresets.simple,
      chain: ['points', 'progressive'],
    });
    expect(rows.map(({ matches, wins, draws, losses, values }) => [matches, wins, draws, losses, ...values])).toEqual([
      [4, 1, 2, 1, 5, 4 + 9 + 0 + 1],
      [4, 1, 2, 1, 5, 4 + 0 + 6 + 1],
    ]);
    expect(rows[0]?.entrant).toBe('A');
  });

  it('tell the values that decided, and no others', () => {
    const rows = standings(['A', 'B', 'C'], played('A-B 2:1', '=C-A 0:1'), {
      ...standingsPresets.simple,
      chain: ['points', 'head-to-head', 'head-to-head-share', 'direct-encounter', 'difference'],
    });
    expect(rows.map(({ values }) => values)).toEqual([
      [6, null, null, null, 2],
      [0, 0, 0.5, null, -1],
      [0, 0, 0.5, null, -1],
    ]);
  });

  it('put the larger share of the games won among the tied first, as in tennis', () => {
    const games: Game[] = [
      { id: 1, round: 1, sides: ['A', 'B'], kind: 'played', outcome: 'first', score: [2, 0], points: [13, 11] },
      { id: 2, round: 2, sides: ['B', 'C'], kind: 'played', outcome: 'first', score: [2, 1], points: [10, 10] },
      { id: 3, round: 3, sides: ['C', 'A'], kind: 'played', outcome: 'first', score: [2, 0], points: [13, 11] },
    ];
    const names = ['A', 'B', 'C'];
    expect(ranks(standings(names, games, standingsPresets.tennis))).toBe('1C 2A 3B');
    const share: StandingsRules = { ...standingsPresets.tennis, chain: ['points', 'head-to-head-share'] };
    expect(ranks(standings(names, games, share))).toBe('1C 2A 3B');
    const points = games.map(({ score: _score, ...game }): Game => game);
    expect(ranks(standings(names, points, standingsPresets.tennis))).toBe('1C 2A 3B');
  });

  it('count half of what can be reached for Koya, and nothing for byes', () => {
    const games: Game[] = [
      ...played('A-B 1:0', 'C-A 0:1', 'B-C 1:1'),
      { id: 'bye', round: 4, sides: ['A', null], kind: 'bye', outcome: 'first' },
    ];
    const koya: StandingsRules = { points: { win: 1, draw: 2, loss: 0 }, chain: ['points', 'koya'], unplayed: 'none' };
    expect(standings(['A', 'B', 'C'], games, koya).map(({ values }) => values)).toEqual([
      [3, 2],
      [2, 2],
      [2, 2],
    ]);
    const football = { ...koya, points: { win: 3, draw: 1, loss: 0 } };
    expect(standings(['A', 'B', 'C'], games, football).map(({ values }) => values)).toEqual([
      [9, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it('count part of a win for Sonneborn-Berger, whatever a win is worth', () => {
    const rules: StandingsRules = {
      points: { win: 3, draw: 1, loss: 0 },
      chain: ['points', 'sonneborn-berger'],
      unplayed: 'none',
    };
    // A has all of B's 1 and C's 1, B and C a third of each other's.
    const rows = standings(['A', 'B', 'C'], played('A-B 1:0', 'C-A 0:1', 'B-C 1:1'), rules);
    expect(rows.map(({ values }) => values)).toEqual([
      [6, 2],
      [1, 1 / 3],
      [1, 1 / 3],
    ]);
  });

  it('refuse games of strangers and entrants listed twice', () => {
    const code = refused;
    expect(() => standings(['A'], played('A-B 1:0'), standingsPresets.simple)).toThrow(code('unknown-entrant'));
    expect(() => standings(['A', 'A'], [], standingsPresets.simple)).toThrow(code('repeated-entrant'));
    expect(standings([], [], standingsPresets.chess)).toEqual([]);
  });
});
