import { glicko2Defaults, glicko2Update, type Glicko2Game, type Glicko2Rating } from '@gym/tournament-engine';

/** Two people who have played. */
export interface RatedGame {
  first: number;
  second: number;
  /** 1 win, 0.5 draw, 0 loss of the first. */
  score: number;
}

export interface RatingBefore extends Glicko2Rating {
  at: Date;
}

export interface RatingAfter extends Glicko2Rating {
  user_id: number;
  games: number;
}

/** Who does not play becomes less sure by one period of Glicko-2 in so many milliseconds. */
const idlePeriod = 30 * 24 * 3_600_000;
/** Nobody becomes less sure than somebody new, which takes years. */
const mostIdle = 240;

/**
 * The matches of one draw as one rating period of Glicko-2, all against the ratings before it, so that their order does
 * not matter.
 * @param before by user; those of others are new
 * @param at when the draw was completed
 */
export function rateDraw(
  games: readonly RatedGame[],
  before: ReadonlyMap<number, RatingBefore>,
  at: Date,
): RatingAfter[] {
  const now = new Map<number, Glicko2Rating>();
  const ratingOf = (user: number): Glicko2Rating => {
    const known = now.get(user) ?? rested(before.get(user), at);
    now.set(user, known);
    return known;
  };
  const played = new Map<number, Glicko2Game[]>();
  const add = (user: number, opponent: number, score: number): void => {
    const list = played.get(user) ?? [];
    played.set(user, list);
    list.push({ opponent: ratingOf(opponent), score });
  };
  for (const { first, second, score } of games) {
    add(first, second, score);
    add(second, first, 1 - score);
  }
  return [...played].map(([user_id, list]) =>
    Object.assign({ user_id, games: list.length }, glicko2Update(ratingOf(user_id), list, glicko2Defaults)),
  );
}

/** A rating after the time without a match. */
function rested(before: RatingBefore | undefined, at: Date): Glicko2Rating {
  if (before === undefined) return glicko2Defaults.start;
  const periods = Math.min(mostIdle, Math.floor((at.getTime() - before.at.getTime()) / idlePeriod));
  let rating: Glicko2Rating = before;
  for (let period = 0; period < periods; period += 1) rating = glicko2Update(rating, [], glicko2Defaults);
  const { deviation, volatility } = rating;
  return { rating: rating.rating, deviation: Math.min(deviation, glicko2Defaults.start.deviation), volatility };
}
