import type { Database, Transaction } from '@gym/service-kit';
import { rateDraw } from '../domain/rate-draw.js';
import {
  completionOf,
  listGames,
  listPointsOf,
  queueNext,
  ratingsBefore,
  replacePoints,
  takeQueued,
  type PointRow,
} from '../store/ratings.js';

/**
 * Works the ratings of one draw out again, the earliest that waits. Whoever's rating has become another one has the next
 * draw of theirs wait, so that a correction reaches those it concerns and nobody else, however far back it is.
 * @returns whether there was one
 */
export function rateNext(database: Database): Promise<boolean> {
  return database.transaction(async (tx) => {
    const drawId = await takeQueued(tx);
    if (drawId === undefined) return false;
    const before = new Map((await listPointsOf(tx, drawId)).map((point) => [point.user_id, point]));
    const after = new Map((await ratedAnew(tx, drawId)).map((point) => [point.user_id, point]));
    const users = [...new Set([...before.keys(), ...after.keys()])];
    const changed = users.flatMap((user_id) => {
      const [old, now] = [before.get(user_id), after.get(user_id)];
      return isSame(old, now) ? [] : [{ user_id, at: earlier(old, now) }];
    });
    if (changed.length === 0) return true;
    await replacePoints(tx, drawId, [...after.values()]);
    await queueNext(tx, drawId, changed);
    return true;
  });
}

async function ratedAnew(tx: Transaction, drawId: number): Promise<PointRow[]> {
  const at = await completionOf(tx, drawId);
  if (at === undefined) return [];
  const games = await listGames(tx, drawId);
  const users = [...new Set(games.flatMap(({ first, second }) => [first, second]))];
  const before = await ratingsBefore(tx, users, { at, drawId });
  return rateDraw(games, before, at).map((rated) => Object.assign(rated, { at }));
}

function isSame(old: PointRow | undefined, now: PointRow | undefined): boolean {
  return (
    old?.at.getTime() === now?.at.getTime() &&
    old?.rating === now?.rating &&
    old?.deviation === now?.deviation &&
    old?.volatility === now?.volatility &&
    old?.games === now?.games
  );
}

function earlier(old: PointRow | undefined, now: PointRow | undefined): Date {
  const times = [old, now].flatMap((point) => point?.at.getTime() ?? []);
  return new Date(Math.min(...times));
}
