import { EngineError } from '../errors.js';
import type { Game, GameKind, Outcome } from '../standings/game.js';

/** What a player line says of one round. */
export interface Cell {
  player: number;
  round: number;
  /** 0 for nobody. */
  opponent: number;
  side: 'w' | 'b' | '-';
  /** In capitals; a blank is absence. */
  result: string;
  /** Where it stands in the file, from 1. */
  line: number;
  column: number;
}

export function trfError(line: number, column: number, what: string): EngineError {
  return new EngineError('invalid-trf', `Line ${line}, column ${column}: ${what}`);
}

/** What the code of a result gives its owner, and which codes the opponent may have. */
const results: Record<string, { own: 'win' | 'draw' | 'loss'; kind: GameKind; other: string }> = {
  '1': { own: 'win', kind: 'played', other: '0' },
  '=': { own: 'draw', kind: 'played', other: '=' },
  '0': { own: 'loss', kind: 'played', other: '10' },
  W: { own: 'win', kind: 'played', other: 'L' },
  D: { own: 'draw', kind: 'played', other: 'D' },
  L: { own: 'loss', kind: 'played', other: 'WL' },
  '+': { own: 'win', kind: 'walkover', other: '-' },
  '-': { own: 'loss', kind: 'walkover', other: '+-' },
};

const byes: Record<string, { kind: GameKind; outcome: Outcome }> = {
  U: { kind: 'bye', outcome: 'first' },
  F: { kind: 'requested-bye', outcome: 'first' },
  '+': { kind: 'requested-bye', outcome: 'first' },
  H: { kind: 'requested-bye', outcome: 'draw' },
  '=': { kind: 'requested-bye', outcome: 'draw' },
  Z: { kind: 'requested-bye', outcome: 'none' },
  '-': { kind: 'requested-bye', outcome: 'none' },
};

/**
 * The games that the lines of all players tell, each told twice.
 * @throws EngineError `invalid-trf` where two lines contradict each other
 */
export function gamesOf(cells: readonly Cell[]): Game[] {
  const byPlace = new Map(cells.map((cell) => [`${cell.player}:${cell.round}`, cell]));
  const games: Game[] = [];
  for (const cell of cells) {
    const game = cell.opponent === 0 ? byeOf(cell) : gameOf(cell, byPlace.get(`${cell.opponent}:${cell.round}`));
    if (game !== null) games.push(game);
  }
  return games.sort((a, b) => a.round - b.round || Number(a.sides[0]) - Number(b.sides[0]));
}

function byeOf({ player, round, result, line, column }: Cell): Game {
  const bye = byes[result];
  if (bye === undefined) throw trfError(line, column + 7, `${result} needs an opponent.`);
  return { id: `${round}-${player}`, round, sides: [player, null], ...bye };
}

/** @returns null for the line of the second side, which only has to agree */
function gameOf(cell: Cell, other: Cell | undefined): Game | null {
  const { player, opponent, round, side, line, column } = cell;
  const result = results[cell.result];
  if (result === undefined) throw trfError(line, column + 7, `${cell.result} is no result against an opponent.`);
  if (opponent === player) throw trfError(line, column, `Player ${player} cannot play against themselves.`);
  if (other === undefined) throw trfError(line, column, `Player ${opponent} is not there in round ${round}.`);
  if (other.opponent !== player) {
    throw trfError(line, column, `In round ${round} player ${opponent} has another opponent.`);
  }
  if (!result.other.includes(other.result)) {
    throw trfError(line, column + 7, `The results of ${player} and ${opponent} do not fit together.`);
  }
  const unknown = side === '-' && other.side === '-' && result.kind === 'walkover';
  if (!unknown && !['wb', 'bw'].includes(side + other.side)) {
    throw trfError(line, column + 5, `Players ${player} and ${opponent} do not have opposite sides.`);
  }
  if (unknown ? player > opponent : side === 'b') return null;
  const lost = other.result === '0' || other.result === 'L' || other.result === '-' ? 'none' : 'second';
  const outcome = result.own === 'win' ? 'first' : result.own === 'draw' ? 'draw' : lost;
  return { id: `${round}-${player}`, round, sides: [player, opponent], kind: result.kind, outcome };
}

/**
 * Side and result as a player line has them, e.g. `w 1`.
 * @param first whether the player is on the first side
 * @throws EngineError `invalid-trf`
 */
export function codeOf({ kind, outcome }: Game, first: boolean): string {
  if (kind === 'bye') return '- U';
  if (kind === 'requested-bye') return `- ${outcome === 'first' ? 'F' : outcome === 'draw' ? 'H' : 'Z'}`;
  if (kind === 'walkover' && outcome === 'draw') {
    throw new EngineError('invalid-trf', 'A report has no way to say that a walkover was a draw.');
  }
  const won = outcome === (first ? 'first' : 'second');
  const code = kind === 'walkover' ? (won ? '+' : '-') : won ? '1' : outcome === 'draw' ? '=' : '0';
  return `${first ? 'w' : 'b'} ${code}`;
}
