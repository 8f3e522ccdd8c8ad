import { EngineError } from '../errors.js';
import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';
import { gamesOf } from '../play/games.js';
import { readerOf } from '../play/reader.js';
import type { EntrantId } from '../standings/game.js';
import { standingsOf } from '../standings/of-state.js';
import type { TrfPlayer, TrfTournament } from './trf16.js';

export interface TrfReportOptions {
  name: string;
  /** The ids as texts when missing. */
  nameOf?: (entrant: EntrantId) => string;
  /** Whatever else a report says of players: ratings, federations, numbers. */
  detailsOf?: (entrant: EntrantId) => Partial<Omit<TrfPlayer, 'number' | 'name' | 'points' | 'rank'>>;
}

/**
 * A Swiss stage as a tournament report, for pairing programs to check or to go on with. Starting numbers are the seeds
 * within the stage, the first side has white.
 * @throws RangeError when there is no such stage
 * @throws EngineError `invalid-trf` for another format, and while entrants of the stage are not known
 */
export function trfOf(state: State, stage: number, options: TrfReportOptions): TrfTournament {
  const { plan, tables } = getAt(state.stages, stage);
  if (plan.format !== 'swiss') throw new EngineError('invalid-trf', 'A report is of a Swiss stage.');
  const table = getAt(state.tables, tables[0]);
  const numbers = new Map(table.members.map((member, at) => [member, at + 1]));
  const numberOf = (entrant: EntrantId): number => numbers.get(Number(entrant)) ?? 0;
  const rows = standingsOf(state, table.id);
  if (rows.length < table.members.length) throw new EngineError('invalid-trf', 'The stage before is not over.');
  const { name, nameOf = String, detailsOf = () => ({}) } = options;
  const players = rows.map(({ entrant, points, rank }): TrfPlayer => {
    const { id } = getAt(state.entrants, Number(entrant) - 1);
    const blank = { sex: '', title: '', rating: null, federation: '', fideId: '', birthDate: '' };
    return Object.assign(blank, detailsOf(id), { number: numberOf(entrant), name: nameOf(id), points, rank });
  });
  const games = gamesOf(readerOf(state), table);
  for (const game of games) {
    const [first, second] = game.sides;
    game.sides = [numberOf(first), second === null ? null : numberOf(second)];
  }
  return { name, rounds: plan.rounds, players: players.sort((a, b) => a.number - b.number), games, otherLines: [] };
}
