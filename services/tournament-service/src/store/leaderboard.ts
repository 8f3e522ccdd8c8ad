import type { tournamentsApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { z } from 'zod';

/** Points for a match won in play; a bye is no win. */
const winPoints = 3;
/** Points for winning a tournament, on top of those for its final. */
const titlePoints = 10;
const maxRows = 1000;

/**
 * Everybody with an account who has been drawn into a bracket, best first. Counted from the results each time, so a
 * corrected result corrects it too. The name is the one of the last entry.
 */
export async function listLeaderboard(db: Queryable): Promise<z.input<typeof tournamentsApi.leaderboard>> {
  const { rows } = await db.query<z.input<typeof tournamentsApi.leaderboard>[number]>(
    `select user_id, (array_agg(name order by id desc))[1] as user_name,
       coalesce(sum(points), 0)::integer as total_score, count(*)::integer as tournaments
     from participants
     left join (
       select winner_id, $1 * count(*) + $2 * count(*) filter (where next_match_id is null) as points
       from matches where winner_id is not null and not is_bye group by winner_id
     ) won on winner_id = id
     where user_id is not null and seed is not null
     group by user_id
     order by total_score desc, tournaments, user_id
     limit ${maxRows}`,
    [winPoints, titlePoints],
  );
  return rows;
}
