import { EngineError } from '../errors.js';
import type { EntrantId, Game } from '../standings/game.js';
import { codeOf } from './trf16-cells.js';
import { trfColumns, firstRound, mostPlayers, roundWidth, type TrfPlayer, type TrfTournament } from './trf16.js';

/**
 * Writes a tournament report that `readTrf16`, JaVaFo and bbpPairings read. Texts are cut to the width of their columns.
 * @throws EngineError `invalid-trf` for a number that does not fit its columns, `unknown-entrant` for a game of somebody
 * who is no player
 */
export function writeTrf16({ name, rounds, players, games, otherLines }: TrfTournament): string {
  const cells = new Map<EntrantId, Map<number, string>>(players.map(({ number }) => [number, new Map()]));
  const put = (id: EntrantId, game: Game, opponent: EntrantId | null, first: boolean): void => {
    const own = cells.get(id);
    if (own === undefined) throw new EngineError('unknown-entrant', `A game names ${id}, who is no player.`);
    const number = opponent === null ? '0000' : String(opponent).padStart(4);
    own.set(game.round, `${number} ${codeOf(game, first)}`);
  };
  for (const game of games) {
    const [white, black] = game.sides;
    put(white, game, black, true);
    if (black !== null) put(black, game, white, false);
  }
  const lines = [`012 ${name}`.trimEnd(), ...otherLines];
  for (const player of players) lines.push(playerLine(player, cells.get(player.number) ?? new Map()));
  if (rounds !== null) lines.push(`XXR ${rounds}`);
  return `${lines.join('\n')}\n`;
}

function playerLine(player: TrfPlayer, rounds: ReadonlyMap<number, string>): string {
  const { number } = player;
  if (!Number.isInteger(number) || number < 1 || number > mostPlayers) {
    throw new EngineError('invalid-trf', `${number} is no starting number from 1 to ${mostPlayers}.`);
  }
  let line = '001';
  const place = (column: number, text: string): void => {
    line = line.padEnd(column - 1) + text;
  };
  const left = (field: 'sex' | 'title' | 'name' | 'federation' | 'birthDate'): void => {
    const [from, to] = trfColumns[field];
    place(from, player[field].slice(0, to - from + 1));
  };
  const right = (field: 'number' | 'rating' | 'fideId' | 'points' | 'rank', text: string): void => {
    const [from, to] = trfColumns[field];
    const width = to - from + 1;
    if (text.length > width) throw new EngineError('invalid-trf', `${text} of player ${number} is too long.`);
    place(from, text.padStart(width));
  };
  right('number', String(number));
  left('sex');
  left('title');
  left('name');
  right('rating', player.rating === null ? '' : String(player.rating));
  left('federation');
  right('fideId', player.fideId);
  left('birthDate');
  right('points', player.points.toFixed(1));
  right('rank', player.rank === null ? '' : String(player.rank));
  for (const round of rounds.keys()) {
    if (round < 1)
      throw new EngineError('invalid-trf', `Player ${player.number} has a game in round ${round}, before the first.`);
  }
  for (let round = 1; round <= Math.max(0, ...rounds.keys()); round += 1) {
    const cell = rounds.get(round);
    if (cell !== undefined) place(firstRound + (round - 1) * roundWidth, cell);
  }
  return line.trimEnd();
}
