import { gamesOf, trfError, type Cell } from './trf16-cells.js';
import { trfColumns, firstRound, roundWidth, type TrfPlayer, type TrfTournament } from './trf16.js';

/**
 * Reads a tournament report. Lines may end in CR, LF or both.
 * @throws EngineError `invalid-trf` with line and column of what cannot be read or contradicts another line
 */
export function readTrf16(text: string): TrfTournament {
  const tournament: TrfTournament = { name: '', rounds: null, players: [], games: [], otherLines: [] };
  const cells: Cell[] = [];
  const seen = new Set<number>();
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trimEnd();
    const number = index + 1;
    if (line === '') continue;
    const code = line.slice(0, 3);
    if (code === '012') tournament.name = line.slice(4);
    else if (code === 'XXR') tournament.rounds = wholeNumber(line.slice(4), number, 5) ?? null;
    else if (code === '001') {
      const player = playerOf(line, number);
      if (seen.has(player.number))
        throw trfError(number, trfColumns.number[0], `Player ${player.number} is there twice.`);
      seen.add(player.number);
      tournament.players.push(player);
      cells.push(...cellsOf(line, number, player.number));
    } else tournament.otherLines.push(line);
  }
  tournament.players.sort((a, b) => a.number - b.number);
  tournament.games = gamesOf(cells);
  return tournament;
}

function playerOf(line: string, number: number): TrfPlayer {
  const field = (name: keyof TrfPlayer): string => line.slice(trfColumns[name][0] - 1, trfColumns[name][1]).trim();
  const whole = (name: 'number' | 'rating' | 'rank'): number | null =>
    wholeNumber(field(name), number, trfColumns[name][0]) ?? null;
  const start = whole('number');
  if (start === null || start === 0) throw trfError(number, trfColumns.number[0], 'A player needs a starting number.');
  const points = field('points') === '' ? 0 : Number(field('points').replace(',', '.'));
  if (!(points >= 0)) throw trfError(number, trfColumns.points[0], `${field('points')} is no number of points.`);
  return {
    number: start,
    name: field('name'),
    sex: field('sex'),
    title: field('title'),
    rating: whole('rating'),
    federation: field('federation'),
    fideId: field('fideId'),
    birthDate: field('birthDate'),
    points,
    rank: whole('rank'),
  };
}

function cellsOf(line: string, number: number, player: number): Cell[] {
  const cells: Cell[] = [];
  for (let column = firstRound; column <= line.length; column += roundWidth) {
    const text = line.slice(column - 1, column - 1 + roundWidth);
    if (text.trim() === '') continue;
    const opponent = wholeNumber(text.slice(0, 4), number, column) ?? 0;
    const side = text.charAt(5).toLowerCase() || '-';
    const result = text.charAt(7).trim().toUpperCase() || 'Z';
    if (side !== 'w' && side !== 'b' && side !== '-' && side !== ' ') {
      throw trfError(number, column + 5, `${side} is no side: w, b or -.`);
    }
    const round = (column - firstRound) / roundWidth + 1;
    cells.push({ player, round, opponent, side: side === ' ' ? '-' : side, result, line: number, column });
  }
  return cells;
}

/** @returns undefined for a blank */
function wholeNumber(text: string, line: number, column: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (!/^\d+$/.test(trimmed)) throw trfError(line, column, `${trimmed} is no whole number.`);
  return Number(trimmed);
}
