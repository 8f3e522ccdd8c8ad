import type { EntrantId, Game } from '../standings/game.js';
import { eloGain, type EloRules } from './elo.js';
import { glicko2Update, type Glicko2Game, type Glicko2Rating, type Glicko2Rules } from './glicko2.js';

/** A rating after a period: one point of the curve. */
export interface RatingPoint<R> {
  /** The round of the games, or whatever else the caller counts in `round`. */
  period: number;
  rating: R;
  /** Rated games of the period. */
  games: number;
}

/** Every rating that an entrant has had, from the first period with a rated game. */
export type RatingCurves<R> = Map<EntrantId, RatingPoint<R>[]>;

/**
 * Ratings from the list of all games, in the order of their rounds: after a correction, the same call with the
 * corrected list is all it takes. Only games that were played count. Games of a period are all rated with the ratings
 * before it, so that their order does not matter.
 * @param before ratings that entrants bring along; those of others begin at the start of the rules
 */
export function replayElo(
  games: readonly Game[],
  rules: EloRules,
  before: ReadonlyMap<EntrantId, number> = new Map(),
): RatingCurves<number> {
  return replay(games, before, rules.start, (own, played) =>
    played.reduce((rating, { opponent, score }) => rating + eloGain(own, opponent, score, rules), own),
  );
}

/** As `replayElo`. Who has played before and does not in a period becomes less sure. */
export function replayGlicko2(
  games: readonly Game[],
  rules: Glicko2Rules,
  before: ReadonlyMap<EntrantId, Glicko2Rating> = new Map(),
): RatingCurves<Glicko2Rating> {
  return replay(games, before, rules.start, (own, played: readonly Glicko2Game[]) => glicko2Update(own, played, rules));
}

/** The rating at the end of a curve. */
export function latest<R>(curves: RatingCurves<R>): Map<EntrantId, R> {
  const last = new Map<EntrantId, R>();
  for (const [id, curve] of curves) {
    const point = curve.at(-1);
    if (point !== undefined) last.set(id, point.rating);
  }
  return last;
}

function replay<R>(
  games: readonly Game[],
  before: ReadonlyMap<EntrantId, R>,
  start: R,
  update: (own: R, played: { opponent: R; score: number }[]) => R,
): RatingCurves<R> {
  const curves: RatingCurves<R> = new Map();
  const current = new Map(before);
  const ratingOf = (id: EntrantId): R => current.get(id) ?? start;
  const rated = games.filter(({ kind, outcome }) => kind === 'played' && outcome !== 'none');
  for (const [period, ofPeriod] of byRound(rated)) {
    const played = new Map<EntrantId, { opponent: R; score: number }[]>();
    for (const id of current.keys()) played.set(id, []);
    for (const { sides, outcome } of ofPeriod) {
      const [first, second] = sides;
      if (second === null) continue;
      const score = outcome === 'draw' ? 0.5 : outcome === 'first' ? 1 : 0;
      played.set(first, [...(played.get(first) ?? []), { opponent: ratingOf(second), score }]);
      played.set(second, [...(played.get(second) ?? []), { opponent: ratingOf(first), score: 1 - score }]);
    }
    const after = [...played].map(([id, list]) => ({ id, rating: update(ratingOf(id), list), games: list.length }));
    for (const { id, rating, games: count } of after) {
      current.set(id, rating);
      const curve = curves.get(id) ?? [];
      curve.push({ period, rating, games: count });
      curves.set(id, curve);
    }
  }
  return curves;
}

function byRound(games: readonly Game[]): [number, Game[]][] {
  const rounds = new Map<number, Game[]>();
  for (const game of games) {
    const list = rounds.get(game.round);
    if (list === undefined) rounds.set(game.round, [game]);
    else list.push(game);
  }
  return [...rounds].sort(([a], [b]) => a - b);
}
