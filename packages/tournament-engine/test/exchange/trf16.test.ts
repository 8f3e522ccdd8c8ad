import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  EngineError,
  pairSwiss,
  readTrf16,
  seededRandom,
  standings,
  standingsPresets,
  writeTrf16,
  type Game,
  type SwissInput,
  type SwissRound,
  type TrfPlayer,
  type TrfTournament,
} from '../../src/index.js';
import { allowed, compare, quality, qualityOf } from '../oracles/swiss-brute-force.js';
import { runs } from '../runs.js';
import { refused } from '../support.js';

const fixture = (name: string): string => readFileSync(join(__dirname, '../fixtures', `${name}.trf`), 'utf8');

/** What a report asks for: the round after the last one that was played, without those with an entry in it already. */
function nextRoundOf({ players, games }: TrfTournament): SwissInput {
  const round = 1 + Math.max(0, ...games.filter(({ sides }) => sides[1] !== null).map((game) => game.round));
  const out = new Set(games.filter((game) => game.round === round).map(({ sides }) => sides[0]));
  const entrants = players.map(({ number }) => ({ id: number, active: !out.has(number) }));
  return { entrants, games, round, options: { balanceSides: true } };
}

const pairNext = (tournament: TrfTournament): SwissRound => pairSwiss(nextRoundOf(tournament));

const pairsOf = ({ pairs }: SwissRound): string[] =>
  pairs.map(({ sides: [a, b] }) => [Number(a), Number(b)].toSorted((x, y) => x - y).join('-')).toSorted();

const player = (number: number, more: Partial<TrfPlayer> = {}): TrfPlayer => ({
  number,
  name: `Player ${number}`,
  sex: '',
  title: '',
  rating: null,
  federation: '',
  fideId: '',
  birthDate: '',
  points: 0,
  rank: null,
  ...more,
});

const text = (letters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength }).map((value) => value.trim());

/** A few rounds as the engine pairs them, with all that can happen to a game. */
const tournaments = fc
  .record({
    count: fc.integer({ min: 1, max: 24 }),
    rounds: fc.integer({ min: 0, max: 5 }),
    seed: fc.nat(),
    name: text('Open 26é', 30),
    details: fc.record({
      sex: fc.constantFrom('', 'm', 'w'),
      title: fc.constantFrom('', 'g', 'wim'),
      rating: fc.option(fc.integer({ min: 1, max: 9999 })),
      federation: fc.constantFrom('', 'GER'),
      fideId: fc.constantFrom('', '4100018', '12345678901'),
      birthDate: fc.constantFrom('', '1990/02/31'),
      rank: fc.option(fc.integer({ min: 1, max: 9999 })),
    }),
    otherLines: fc.constantFrom<string[]>([], ['022 Berlin', '132                  26/01/02'], ['XXC white1']),
  })
  .map(({ count, rounds, seed, name, details, otherLines }): TrfTournament => {
    const random = seededRandom(seed);
    const games: Game[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const entrants = Array.from({ length: count }, (_item, index) => ({
        id: index + 1,
        active: random.below(8) > 0,
      }));
      let paired: SwissRound;
      try {
        paired = pairSwiss({ entrants, games, round });
      } catch (error) {
        if (error instanceof EngineError) break;
        throw error;
      }
      const roundGames: Omit<Game, 'id' | 'round'>[] = paired.pairs.map(({ sides }) => {
        const kind = random.below(5) === 0 ? 'walkover' : 'played';
        const outcomes = ['first', 'second', 'none', kind === 'played' ? 'draw' : 'none'] as const;
        return { sides, kind, outcome: outcomes[random.below(4)] ?? 'none' };
      });
      if (paired.bye !== null) roundGames.push({ sides: [paired.bye, null], kind: 'bye', outcome: 'first' });
      for (const { id, active } of entrants) {
        const outcome = (['first', 'draw', 'none'] as const)[random.below(4)];
        if (!active && outcome !== undefined) roundGames.push({ sides: [id, null], kind: 'requested-bye', outcome });
      }
      roundGames.sort((a, b) => Number(a.sides[0]) - Number(b.sides[0]));
      for (const game of roundGames) games.push({ id: `${round}-${game.sides[0]}`, round, ...game });
    }
    const rows = standings(
      Array.from({ length: count }, (_item, index) => index + 1),
      games,
      standingsPresets.chess,
    );
    const players = Array.from({ length: count }, (_item, index) =>
      player(index + 1, { ...details, points: rows.find(({ entrant }) => entrant === index + 1)?.points ?? 0 }),
    );
    return { name, rounds: rounds === 0 ? null : rounds, players, games, otherLines };
  });

describe('tournament reports (TRF16)', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(tournaments, fc.constantFrom('\n', '\r\n', '\r'), (tournament, end) => {
        expect(readTrf16(writeTrf16(tournament).replaceAll('\n', end))).toEqual(tournament);
      }),
      runs(80),
    );
  });

  it.each(['dutch-2025-c5', 'dutch-2025-c9', 'issue-7'])('are written as bbpPairings wrote them: %s', (name) => {
    expect(writeTrf16(readTrf16(fixture(name)))).toBe(fixture(name));
  });

  it('have every field in the columns that FIDE gives it', () => {
    const full = player(12, {
      name: 'A name that is much longer than the field',
      sex: 'w',
      title: 'wgm',
      rating: 2400,
      federation: 'NED',
      fideId: '1000000',
      birthDate: '1999/12/31',
      points: 10.5,
      rank: 3,
    });
    const games: Game[] = [{ id: 1, round: 2, sides: [12, 7], kind: 'walkover', outcome: 'second' }];
    const written = writeTrf16({ name: 'Cup', rounds: 2, players: [full, player(7)], games, otherLines: [] });
    expect(written.split('\n')).toEqual([
      '012 Cup',
      '001   12 wwgm A name that is much longer than t 2400 NED     1000000 1999/12/31 10.5    3               7 w -',
      `001    7${' '.repeat(6)}Player 7${' '.repeat(59)}0.0${' '.repeat(17)}  12 b +`,
      'XXR 2',
      '',
    ]);
  });

  it('lead to the pairings that bbpPairings makes of its examples', () => {
    const c5 = pairNext(readTrf16(fixture('dutch-2025-c5')));
    expect([pairsOf(c5), c5.bye]).toEqual([['1-5', '2-3'], 6]);
    const c9 = pairNext(readTrf16(fixture('dutch-2025-c9')));
    expect([pairsOf(c9), c9.bye]).toEqual([['1-2', '3-5'], 4]);
  });

  it('lead to a last round of sixty that is no worse by our rules than the one bbpPairings makes by those of FIDE', () => {
    const report = readTrf16(fixture('issue-7'));
    const input = nextRoundOf(report);
    const rows = standings(
      input.entrants.map(({ id }) => id),
      report.games,
      standingsPresets.chess,
    );
    for (const { entrant, points } of rows) {
      expect(points).toBe(report.players.find(({ number }) => number === entrant)?.points);
    }
    // `issue_7.output.expected`
    const theirs = `1-15 3-2 11-17 7-10 8-14 4-6 5-12 9-16 13-25 24-22 18-29 20-23 19-33 21-38 39-26 28-36 31-40 37-35
      44-46 30-32 27-48 47-42 51-55 34-50 49-45 53-58 41-59 56-43 60-52 54-57`
      .split(/\s+/)
      .map((pair): [number, number] => [Number(pair.split('-')[0]), Number(pair.split('-')[1])]);
    expect(theirs.every(([a, b]) => allowed(input, a, b))).toBe(true);
    const ours = pairSwiss(input);
    expect(ours.bye).toBeNull();
    expect(ours.pairs.flatMap(({ sides }) => sides).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      report.players.map(({ number }) => number),
    );
    expect(compare(qualityOf(input, ours), quality(input, theirs, null))).toBeLessThanOrEqual(0);
  });

  it.each(['no-legal-pairings', 'no-legal-pairings-odd'])(
    'lead to a refusal where swisspairing sees no way: %s',
    (name) => {
      expect(() => pairNext(readTrf16(fixture(name)))).toThrow(refused('no-complete-pairing'));
    },
  );

  const line = (number: string, rounds: string): string => `001 ${number.padStart(4)}`.padEnd(91) + rounds;

  it('know results of unrated games, forfeits without a game, blanks and small letters', () => {
    const games = readTrf16(
      [
        line('1', '   2 w W  0000 - +     2 - +            0000 - F'),
        line('2', '   1 b l  0000 - h     1 - -     3 b =  0000 - -'),
        line('3', '0000 - =  0000 -                 2 w ='),
      ].join('\n'),
    ).games;
    expect(games.map(({ round, sides: [a, b], kind, outcome }) => [round, a, b, kind, outcome])).toEqual([
      [1, 1, 2, 'played', 'first'],
      [1, 3, null, 'requested-bye', 'draw'],
      [2, 1, null, 'requested-bye', 'first'],
      [2, 2, null, 'requested-bye', 'draw'],
      [2, 3, null, 'requested-bye', 'none'],
      [3, 1, 2, 'walkover', 'first'],
      [4, 3, 2, 'played', 'draw'],
      [5, 1, null, 'requested-bye', 'first'],
      [5, 2, null, 'requested-bye', 'none'],
    ]);
  });

  it('know lines in any order, points with a comma or none, and games without a side', () => {
    const pointsOf = (points: string): string => line('2', '').slice(0, 80).padEnd(80) + points;
    const report = [pointsOf(' 1,5'), line('1', '   3   +'), line('3', '   1   -')].join('\n');
    const { players, games } = readTrf16(report);
    expect(players.map(({ number, points }) => [number, points])).toEqual([
      [1, 0],
      [2, 1.5],
      [3, 0],
    ]);
    expect(games.map(({ sides, kind, outcome }) => [sides, kind, outcome])).toEqual([[[1, 3], 'walkover', 'first']]);
    expect(readTrf16('')).toEqual({ name: '', rounds: null, players: [], games: [], otherLines: [] });
  });

  it.each([
    ['a number of 0', line('0', ''), 'Line 1, column 5: A player needs a starting number.'],
    ['a number after letters', line('x1', ''), 'Line 1, column 5: x1 is no whole number.'],
    ['no number', line('', ''), 'Line 1, column 5: A player needs a starting number.'],
    ['a number of letters', line('1x', ''), 'Line 1, column 5: 1x is no whole number.'],
    ['a number twice', `${line('1', '')}\n\n${line('1', '')}`, 'Line 3, column 5: Player 1 is there twice.'],
    ['an opponent who is not there', line('1', '   9 w 1'), 'Line 1, column 92: Player 9 is not there in round 1.'],
    ['an opponent of letters', line('1', '  zz w 1'), 'Line 1, column 92: zz is no whole number.'],
    ['a game against oneself', line('1', '   1 w ='), 'Line 1, column 92: Player 1 cannot play against themselves.'],
    [
      'an opponent who met somebody else',
      `${line('1', '   2 w 1')}\n${line('2', '   3 w 0')}\n${line('3', '   2 b 1')}`,
      'Line 1, column 92: In round 1 player 2 has another opponent.',
    ],
    [
      'two winners',
      `012 Cup\n${line('1', '0000 - Z     2 w 1')}\n${line('2', '0000 - Z     1 b 1')}`,
      'Line 2, column 109: The results of 1 and 2 do not fit together.',
    ],
    [
      'two whites',
      `${line('1', '   2 w 1')}\n${line('2', '   1 w 0')}`,
      'Line 1, column 97: Players 1 and 2 do not have opposite sides.',
    ],
    ['an unknown side', line('1', '0000 x Z'), 'Line 1, column 97: x is no side: w, b or -.'],
    [
      'an unknown result',
      `${line('1', '   2 w ?')}\n${line('2', '   1 b ?')}`,
      'Line 1, column 99: ? is no result against an opponent.',
    ],
    ['a win without an opponent', line('1', '0000 - 1'), 'Line 1, column 99: 1 needs an opponent.'],
    [
      'points of letters',
      line('1', '').slice(0, 80).padEnd(80) + ' abc',
      'Line 1, column 81: abc is no number of points.',
    ],
    ['rounds of letters', 'XXR many', 'Line 1, column 5: many is no whole number.'],
  ])('are refused with line and column for %s', (_what, report, message) => {
    expect(() => readTrf16(report)).toThrow(expect.objectContaining({ code: 'invalid-trf', message }));
  });

  it('are not written when something has no place in them', () => {
    const write = (more: Partial<TrfTournament>) => () =>
      writeTrf16({ name: '', rounds: null, players: [player(1), player(2)], games: [], otherLines: [], ...more });
    const code = refused;
    const game: Game = { id: 1, round: 1, sides: [1, 2], kind: 'walkover', outcome: 'draw' };
    expect(write({ games: [game] })).toThrow(code('invalid-trf'));
    expect(write({ games: [{ ...game, outcome: 'first', round: 0 }] })).toThrow(code('invalid-trf'));
    expect(write({ games: [{ ...game, outcome: 'first', sides: [1, 3] }] })).toThrow(code('unknown-entrant'));
    for (const number of [0, 1.5, 10_000]) expect(write({ players: [player(number)] })).toThrow(code('invalid-trf'));
    expect(write({ players: [player(1, { rating: 12_345 })] })).toThrow(code('invalid-trf'));
    expect(write({ players: [player(9999)] })).not.toThrow();
  });
});
