import type { Queryable, Transaction } from '@gym/service-kit';
import type { RatedGame, RatingAfter, RatingBefore } from '../domain/rate-draw.js';

/** Of a time in the database, what a `Date` can hold. */
const exact = (time: string): string => `date_trunc('milliseconds', ${time})`;

/** To be worked out again: the draw has ended, was corrected, or goes on. */
export async function queueRating(tx: Transaction, drawId: number): Promise<void> {
  await tx.query(
    `insert into rating_queue (draw_id, at) select id, ${exact('coalesce(completed_at, now())')} from draws where id = $1
     on conflict do nothing`,
    [drawId],
  );
}

/** Before a tournament is deleted: ratings that were built on its draws. */
export async function queueAfterTournament(tx: Transaction, tournamentId: number): Promise<void> {
  const { rows } = await tx.query<{ user_id: number; at: Date; draw_id: number }>(
    `select user_id, at, draw_id from draws join rating_points on draw_id = draws.id where tournament_id = $1
     order by user_id, at`,
    [tournamentId],
  );
  for (const drawId of new Set(rows.map((row) => row.draw_id))) {
    await queueNext(
      tx,
      drawId,
      rows.filter((row) => row.draw_id === drawId),
    );
  }
}

/** For every user the draw that comes after a time, whose ratings begin where those of this draw end. */
export async function queueNext(
  tx: Transaction,
  drawId: number,
  changed: readonly { user_id: number; at: Date }[],
): Promise<void> {
  await tx.query(
    `insert into rating_queue (draw_id, at)
     select distinct next.draw_id, next.at from unnest($2::integer[], $3::timestamptz[]) as changed (who, since)
     cross join lateral (
       select draw_id, at from rating_points where user_id = who and at >= since and draw_id <> $1
       order by at, draw_id limit 1
     ) next
     on conflict do nothing`,
    [drawId, changed.map((one) => one.user_id), changed.map((one) => one.at)],
  );
}

/**
 * Takes the draw that comes first out of the queue, for one replica at a time.
 * @returns undefined when there is nothing to do, or another replica does it
 */
export async function takeQueued(tx: Transaction): Promise<number | undefined> {
  const lock = await tx.query<{ is_mine: boolean }>(`select pg_try_advisory_xact_lock(hashtext('ratings')) as is_mine`);
  if (lock.rows[0]?.is_mine !== true) return undefined;
  const { rows } = await tx.query<{ draw_id: number }>(
    `delete from rating_queue where draw_id = (select draw_id from rating_queue order by at, draw_id limit 1)
     returning draw_id`,
  );
  return rows[0]?.draw_id;
}

/** When a draw was completed; undefined while it goes on, for teams, and when it is gone. */
export async function completionOf(db: Queryable, drawId: number): Promise<Date | undefined> {
  const { rows } = await db.query<{ at: Date }>(
    `select ${exact('completed_at')} as at from draws join tournaments on tournaments.id = tournament_id
     where draws.id = $1 and completed_at is not null and team is null`,
    [drawId],
  );
  return rows[0]?.at;
}

/** Of a draw: matches that were played by two people with accounts. */
export async function listGames(db: Queryable, drawId: number): Promise<RatedGame[]> {
  const { rows } = await db.query<RatedGame>(
    `select one.user_id as first, other.user_id as second,
       case when winner_id is null then 0.5::float8 when winner_id = one.id then 1 else 0 end as score
     from matches join participants one on one.id = participant1_id join participants other on other.id = participant2_id
     where draw_id = $1 and matches.status = 'played' and one.user_id is not null and other.user_id is not null
     order by number`,
    [drawId],
  );
  return rows;
}

/** The last ratings of people before a draw. */
export async function ratingsBefore(
  db: Queryable,
  userIds: readonly number[],
  { at, drawId }: { at: Date; drawId: number },
): Promise<Map<number, RatingBefore>> {
  const { rows } = await db.query<RatingBefore & { user_id: number }>(
    `select who as user_id, at, rating, deviation, volatility from unnest($1::integer[]) as asked (who)
     cross join lateral (
       select at, rating, deviation, volatility from rating_points
       where user_id = who and (at, draw_id) < ($2::timestamptz, $3::integer) order by at desc, draw_id desc limit 1
     ) last`,
    [userIds, at, drawId],
  );
  return new Map(rows.map((row) => [row.user_id, row]));
}

export type PointRow = RatingAfter & { at: Date };

export async function listPointsOf(db: Queryable, drawId: number): Promise<PointRow[]> {
  const { rows } = await db.query<PointRow>(
    'select user_id, at, rating, deviation, volatility, games from rating_points where draw_id = $1',
    [drawId],
  );
  return rows;
}

export async function replacePoints(tx: Transaction, drawId: number, points: readonly PointRow[]): Promise<void> {
  await tx.query('delete from rating_points where draw_id = $1', [drawId]);
  await tx.query(
    `insert into rating_points (draw_id, user_id, at, rating, deviation, volatility, games)
     select $1, * from unnest($2::integer[], $3::timestamptz[], $4::float8[], $5::float8[], $6::float8[], $7::integer[])`,
    [
      drawId,
      points.map((point) => point.user_id),
      points.map((point) => point.at),
      points.map((point) => point.rating),
      points.map((point) => point.deviation),
      points.map((point) => point.volatility),
      points.map((point) => point.games),
    ],
  );
}

/** With the account its ratings go; what others won against it stays with them. */
export async function forgetRatings(tx: Transaction, userId: number): Promise<void> {
  await tx.query('delete from rating_points where user_id = $1', [userId]);
}
