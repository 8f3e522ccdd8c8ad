import type { Queryable, Transaction } from '@gym/service-kit';

export interface LiveRow {
  match_id: number;
  game: number;
  points: [number, number];
  version: number;
}

/** What is told of points that have changed. */
export interface UntoldRow extends LiveRow {
  tournament_id: number;
  name: string;
  category_id: number | null;
  round: number;
  match_number: number;
  games: [number, number][];
}

const gamesOf = `coalesce(record->'result'->'games', '[]')`;

/**
 * The match is held against the end of its game until the points are there, and nothing else is: courts do not wait for
 * each other.
 * @returns undefined when the match is not running or this is not its present game
 */
export async function saveLivePoints(
  tx: Transaction,
  tournamentId: number,
  { match_id, game, points }: Omit<LiveRow, 'version'>,
): Promise<LiveRow | undefined> {
  const { rows } = await tx.query<LiveRow>(
    `with present as (
       select id, tournament_id from matches
       where tournament_id = $1 and id = $2 and status = 'running' and jsonb_array_length(${gamesOf}) + 1 = $3
       for share)
     insert into live_points as live (match_id, tournament_id, game, points) select id, tournament_id, $3, $4 from present
     on conflict (match_id) do update set game = excluded.game, points = excluded.points,
       version = live.version + case when (live.game, live.points) = (excluded.game, excluded.points) then 0 else 1 end
     returning match_id, game, points, version`,
    [tournamentId, match_id, game, points],
  );
  return rows[0];
}

/**
 * Marks points that have changed as told, of each match no sooner than `everyMs` after the last ones.
 * @param limit always the same: the plan is made for it
 */
export async function takeUntold(tx: Transaction, everyMs: number, limit: number): Promise<UntoldRow[]> {
  const { rows } = await tx.query<UntoldRow>(
    `with untold as (
       select match_id from live_points
       where told < version and (told_at is null or told_at <= now() - make_interval(secs => $1::float8 / 1000))
       order by match_id limit ${limit} for update skip locked)
     update live_points live set told = live.version, told_at = now()
     from untold, matches, tournaments
     where live.match_id = untold.match_id and matches.id = untold.match_id and tournaments.id = matches.tournament_id
     returning live.match_id, game, points, live.version, live.tournament_id, name, category_id, round, match_number,
       ${gamesOf} as games`,
    [everyMs],
  );
  return rows;
}

export async function hasUntold(db: Queryable): Promise<boolean> {
  const { rows } = await db.query('select from live_points where told < version limit 1');
  return rows.length > 0;
}
