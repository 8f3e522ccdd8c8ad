import { EngineError } from '../errors.js';
import { pointsFor, seats, type EntrantId, type Game, type GameSeat, type PointRules } from '../standings/game.js';
import type { SwissEntrant } from './round.js';

/** What an entrant went through before the round that is to be paired. */
export interface SwissHistory {
  id: EntrantId;
  /** Place in the order of the seeds, from 0. */
  seed: number;
  points: number;
  /** Opponents in games that were played; a walkover is no meeting (FIDE C.04.1). */
  met: Set<EntrantId>;
  /** Had a bye from the pairing, or the points of a win without playing. */
  hadBye: boolean;
  /** Rounds without a game that was played. */
  unplayed: number;
  /** Where the side was in the games played, by round. */
  sides: { round: number; seat: GameSeat }[];
  /** Score of the opponent against the own one in the last round and the one before it: -1 lower (down), 1 higher. */
  floats: [number, number];
}

/** Scores are sums of fractions: equal when they agree to a millionth. */
export function sameScore(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}

/**
 * Histories in the order of the seeds.
 * @param bonus what acceleration adds to the points of a seed in a round
 * @throws EngineError `unknown-entrant`, `repeated-entrant`
 */
export function historiesOf(
  entrants: readonly SwissEntrant[],
  games: readonly Game[],
  round: number,
  rules: PointRules,
  bonus: (seed: number, round: number) => number,
): SwissHistory[] {
  const histories = entrants.map(({ id }, seed): SwissHistory => ({
    id,
    seed,
    points: 0,
    met: new Set(),
    hadBye: false,
    unplayed: 0,
    sides: [],
    floats: [0, 0],
  }));
  const byId = new Map(histories.map((history) => [history.id, history]));
  if (byId.size < histories.length) throw new EngineError('repeated-entrant', 'An entrant is listed twice.');
  const find = (id: EntrantId): SwissHistory => {
    const history = byId.get(id);
    if (history === undefined) throw new EngineError('unknown-entrant', `A game names ${id}, who is no entrant.`);
    return history;
  };

  for (let number = 1; number < round; number += 1) {
    const played = games.filter((game) => game.round === number);
    const before = new Map(histories.map((history) => [history, history.points + bonus(history.seed, number)]));
    for (const history of histories) history.unplayed += 1;
    for (const game of played) {
      for (const seat of seats) {
        const id = game.sides[seat];
        if (id === null) continue;
        const opponent = game.sides[1 - seat];
        addGame(find(id), opponent == null ? null : find(opponent), game, seat, before, round - number);
        find(id).points += pointsFor(game, seat, rules);
      }
    }
  }
  return histories;
}

function addGame(
  own: SwissHistory,
  opponent: SwissHistory | null,
  game: Game,
  seat: GameSeat,
  before: Map<SwissHistory, number>,
  roundsAgo: number,
): void {
  const won = game.outcome === (seat === 0 ? 'first' : 'second');
  const freeWin = game.kind === 'bye' || (game.kind !== 'played' && won);
  if (freeWin) own.hadBye = true;
  let float = freeWin ? -1 : 0;
  if (game.kind === 'played' && opponent !== null) {
    own.unplayed -= 1;
    own.met.add(opponent.id);
    own.sides.push({ round: game.round, seat });
    const [a, b] = [before.get(own) ?? 0, before.get(opponent) ?? 0];
    if (!sameScore(a, b)) float = Math.sign(b - a);
  }
  if (roundsAgo === 1) own.floats[0] = float;
  if (roundsAgo === 2) own.floats[1] = float;
}
