import { EngineError } from '../errors.js';
import { outcomeFor, pointsFor, seats, type EntrantId, type Game, type GameKind, type PointRules } from './game.js';

/** A game from the view of one of its sides. */
export interface OwnGame {
  round: number;
  kind: GameKind;
  /** null for byes. */
  opponent: EntrantId | null;
  outcome: 'win' | 'draw' | 'loss' | 'none';
  /** Whether it was on the second side. */
  second: boolean;
  points: number;
  score: [number, number];
  fine: [number, number];
}

/** Everything about one entrant that a table of results shows. */
export interface Tally {
  entrant: EntrantId;
  /** In the order of the rounds. */
  games: OwnGame[];
  points: number;
  /** Games and walkovers; byes are not counted. */
  matches: number;
  wins: number;
  draws: number;
  losses: number;
  /** Own score and that of the opponents. */
  score: [number, number];
  fine: [number, number];
}

/** @throws EngineError `unknown-entrant`, `repeated-entrant` */
export function talliesOf(
  entrants: readonly EntrantId[],
  games: readonly Game[],
  rules: PointRules,
): Map<EntrantId, Tally> {
  const tallies = new Map(entrants.map((entrant) => [entrant, emptyTally(entrant)]));
  if (tallies.size < entrants.length) throw new EngineError('repeated-entrant', 'An entrant is listed twice.');
  for (const game of games) {
    for (const seat of seats) {
      const entrant = game.sides[seat];
      if (entrant === null) continue;
      const tally = tallies.get(entrant);
      if (tally === undefined) throw new EngineError('unknown-entrant', `A game names ${entrant}, who is no entrant.`);
      const other = seat === 0 ? 1 : 0;
      tally.games.push({
        round: game.round,
        kind: game.kind,
        opponent: game.sides[other],
        outcome: outcomeFor(game, seat),
        second: seat === 1,
        points: pointsFor(game, seat, rules),
        score: [game.score?.[seat] ?? 0, game.score?.[other] ?? 0],
        fine: [game.points?.[seat] ?? 0, game.points?.[other] ?? 0],
      });
    }
  }
  for (const tally of tallies.values()) {
    tally.games.sort((a, b) => a.round - b.round);
    for (const game of tally.games) add(tally, game);
  }
  return tallies;
}

export function emptyTally(entrant: EntrantId): Tally {
  return { entrant, games: [], points: 0, matches: 0, wins: 0, draws: 0, losses: 0, score: [0, 0], fine: [0, 0] };
}

/** Adds a game to the sums. */
export function add(tally: Tally, game: OwnGame): void {
  tally.points += game.points;
  if (game.opponent === null) return;
  tally.matches += 1;
  if (game.outcome === 'win') tally.wins += 1;
  else if (game.outcome === 'draw') tally.draws += 1;
  else tally.losses += 1;
  tally.score = [tally.score[0] + game.score[0], tally.score[1] + game.score[1]];
  tally.fine = [tally.fine[0] + game.fine[0], tally.fine[1] + game.fine[1]];
}

/** Part of the whole that is one's own; half of nothing. */
export function share([own, others]: readonly [number, number]): number {
  return own + others === 0 ? 0.5 : own / (own + others);
}
