import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { begin, entrantsCsv, matchesCsv, standingsCsv, standingsOf, writeCsv, type CsvCell } from '../../src/index.js';
import { runs } from '../runs.js';
import { doAll, drawn } from '../support.js';

/** As a program reads it that knows RFC 4180, empty cells included. */
const read = (text: string): string[][] => parse(text, { relax_column_count: true });

describe('comma-separated values', () => {
  it('are read back by csv-parse to the same cells', () => {
    const letter = fc.constantFrom(...'aé"\',;\r\n\t =+-@🏋0'.match(/./gsu)!);
    const cell = fc.oneof(fc.string({ unit: letter }), fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 6 }), (rows) => {
        const expected = rows.map((row) =>
          row.map((value) => {
            if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
            return isFormula(value) ? `'${value}` : value;
          }),
        );
        expect(read(writeCsv(rows))).toEqual(expected);
      }),
      runs(300),
    );
  });

  it('end every row in CRLF, and quote only what has to be', () => {
    expect(writeCsv([['a', 'b c', 'd,e', 'f"g', null, -1.5], []])).toBe('a,b c,"d,e","f""g",,-1.5\r\n\r\n');
  });

  it.each<[CsvCell, string]>([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2', "'-2"],
    ['+49 30', "'+49 30"],
    ['\t=1', "'\t=1"],
    ['\tx', "'\tx"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    [-2, '-2'],
    ['Anna-Lena', 'Anna-Lena'],
    ['1=1', '1=1'],
  ])('give a spreadsheet no formula: %j', (value, written) => {
    expect(writeCsv([[value]])).toBe(`${written}\r\n`);
  });
});

/** What a spreadsheet would run; written differently than the writer does it. */
function isFormula(text: string): boolean {
  const first = text.trimStart().charAt(0);
  return (
    text.startsWith('\t') ||
    text.startsWith('\r') ||
    (['=', '+', '-', '@', '＝', '＋', '－', '＠'].includes(first) && first !== '')
  );
}

describe('a tournament as comma-separated values', () => {
  const league = { format: 'round-robin', draws: true } as const;
  const played = () =>
    doAll(
      begin({ entrants: ['North', 'South', '=cmd'], stages: [league] }).state,
      { type: 'report', match: 0, score: [2, 0] },
      { type: 'report', match: 1, games: [[1, 1]] },
      { type: 'withdraw', entrant: 3 },
    );

  it('lists entrants by seed', () => {
    expect(read(entrantsCsv(played(), { nameOf: (id) => `Team ${id}` }))).toEqual([
      ['seed', 'entrant', 'left'],
      ['1', 'Team North', ''],
      ['2', 'Team South', ''],
      ['3', 'Team =cmd', 'withdrawn'],
    ]);
  });

  it('lists matches with results, courts and times in UTC', () => {
    const placements = [{ job: 0, court: 'A', start: Date.UTC(2026, 8, 1, 9), end: Date.UTC(2026, 8, 1, 9, 30) }];
    const [header, ...rows] = read(matchesCsv(played(), { placements }));
    const columns = (names: string[]) => rows.map((row) => names.map((name) => row[header!.indexOf(name)]));
    expect(header).toHaveLength(17);
    expect(columns(['match', 'first', 'second', 'status', 'first score', 'second score', 'games', 'winner'])).toEqual([
      ['0', "'=cmd", 'South', 'played', '2', '0', '', "'=cmd"],
      ['1', 'North', "'=cmd", 'played', '1', '1', '1:1', ''],
      ['2', 'South', 'North', 'ready', '', '', '', ''],
    ]);
    expect(columns(['court', 'start', 'end'])[0]).toEqual([
      'A',
      '2026-09-01T09:00:00.000Z',
      '2026-09-01T09:30:00.000Z',
    ]);
    expect(columns(['court', 'start', 'end'])[1]).toEqual(['', '', '']);
  });

  it('has these columns for matches', () => {
    const cup = doAll(
      begin({ entrants: ['Ada', 'Ben', 'Cem'], stages: [{ format: 'single-elimination', bestOf: 3 }] }).state,
      {
        type: 'report',
        match: 1,
        games: [
          [11, 9],
          [9, 11],
          [11, 5],
        ],
      },
      { type: 'walkover', match: 2, winner: 1 },
    );
    const placements = [
      { job: 1, court: 7, start: 0, end: 1_200_000 },
      { job: 2, court: null, start: 3_600_000, end: 3_600_000 },
    ];
    expect(matchesCsv(cup, { placements, nameOf: (id) => `${id}!` })).toBe(
      [
        'match,stage,table,section,round,number,best of,first,second,status,first score,second score,games,winner,court,start,end',
        '0,1,,main,1,1,3,Ada!,,bye,,,,Ada!,,,',
        '1,1,,main,1,2,3,Ben!,Cem!,played,2,1,11:9 9:11 11:5,Ben!,7,1970-01-01T00:00:00.000Z,1970-01-01T00:20:00.000Z',
        '2,1,,main,2,1,3,Ada!,Ben!,walkover,,,,Ben!,,1970-01-01T01:00:00.000Z,1970-01-01T01:00:00.000Z',
        '',
      ].join('\r\n'),
    );
    const second = read(matchesCsv(drawn(4, { format: 'round-robin', groups: 2 })));
    expect(second.slice(1).map((row) => row.slice(0, 6))).toEqual([
      ['0', '1', '1', 'group', '1', '1'],
      ['1', '1', '2', 'group', '1', '1'],
    ]);
  });

  it('has these columns for a group', () => {
    const group = doAll(
      begin({ entrants: ['Ada', 'Ben', 'Cem'], stages: [league] }).state,
      { type: 'report', match: 0, score: [2, 0] },
      { type: 'report', match: 1, score: [1, 1] },
      { type: 'report', match: 2, score: [3, 4] },
    );
    expect(standingsCsv(group, 0, { nameOf: (id) => `${id}!` })).toBe(
      [
        'rank,entrant,points,matches,wins,draws,losses,for,against',
        ...[1, 2, 3].map((row) => {
          const { entrant, rank, points, matches, wins, draws, losses, score } = standingsOf(group, 0)[row - 1]!;
          const name = ['Ada!', 'Ben!', 'Cem!'][Number(entrant) - 1];
          return [rank, name, points, matches, wins, draws, losses, ...score].join();
        }),
        '',
      ].join('\r\n'),
    );
  });

  it('lists the standings of a group', () => {
    const rows = read(standingsCsv(played(), 0));
    expect(rows[0]?.slice(0, 3)).toEqual(['rank', 'entrant', 'points']);
    expect(rows.slice(1).map(([rank, , points]) => [Number(rank), Number(points)])).toEqual(
      standingsOf(played(), 0).map(({ rank, points }) => [rank, points]),
    );
  });

  it('lists a leaderboard with the places in each workout', () => {
    const workouts = [
      { id: 'row', measure: 'time' },
      { id: 'lift', measure: 'load' },
    ] as const;
    const score = { type: 'score', stage: 0, status: 'finished' } as const;
    const state = doAll(
      drawn(2, { format: 'leaderboard', workouts, scoring: { by: 'places' } }),
      { ...score, entrant: 1, workout: 'row', value: 400 },
      { ...score, entrant: 2, workout: 'row', value: 390 },
    );
    expect(read(standingsCsv(state, 0))).toEqual([
      ['rank', 'entrant', 'points', 'row', 'lift'],
      ['1', 'e2', '1', '1', ''],
      ['2', 'e1', '2', '2', ''],
    ]);
    expect(() => standingsOf(state, 0)).toThrow(
      expect.objectContaining({ code: 'not-found', message: 'Table 0 is a leaderboard: boardOf has its rows.' }),
    );
  });
});
