import type { seasonsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

export interface SeasonRow extends Omit<seasonsApi.Season, 'starts_at' | 'ends_at'> {
  starts_at: Date;
  ends_at: Date;
}
type Fields = seasonsApi.SeasonInput;

const columns = 'id, name, starts_at, ends_at, points, counting, created_by';
const valuesOf = ({ name, starts_at, ends_at, points, counting }: Fields): unknown[] => [
  name,
  starts_at,
  ends_at,
  points,
  counting,
];

export async function insertSeason(tx: Transaction, fields: Fields, createdBy: number): Promise<SeasonRow> {
  const { rows } = await tx.query<SeasonRow>(
    `insert into seasons (name, starts_at, ends_at, points, counting, created_by) values ($1, $2, $3, $4, $5, $6)
     returning ${columns}`,
    [...valuesOf(fields), createdBy],
  );
  return only(rows);
}

export async function updateSeason(tx: Transaction, id: number, fields: Fields): Promise<SeasonRow> {
  const { rows } = await tx.query<SeasonRow>(
    `update seasons set name = $1, starts_at = $2, ends_at = $3, points = $4, counting = $5 where id = $6
     returning ${columns}`,
    [...valuesOf(fields), id],
  );
  return only(rows);
}

export async function deleteSeason(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from seasons where id = $1', [id]);
}

export async function findSeason(db: Queryable, id: number): Promise<SeasonRow | undefined> {
  const { rows } = await db.query<SeasonRow>(`select ${columns} from seasons where id = $1`, [id]);
  return rows[0];
}

/** For a change that depends on what is there. */
export async function lockSeason(tx: Transaction, id: number): Promise<SeasonRow | undefined> {
  const { rows } = await tx.query<SeasonRow>(`select ${columns} from seasons where id = $1 for update`, [id]);
  return rows[0];
}

/** Newest first. @param before the last id of the page before */
export async function listSeasons(
  db: Queryable,
  { limit, before }: { limit: number; before: number | undefined },
): Promise<SeasonRow[]> {
  const { rows } = await db.query<SeasonRow>(`select ${columns} from seasons where id < $1 order by id desc limit $2`, [
    before ?? 2 ** 31 - 1,
    limit,
  ]);
  return rows;
}

/** Seasons stay when who made them is forgotten. */
export async function forgetSeasonMaker(tx: Transaction, userId: number): Promise<void> {
  await tx.query('update seasons set created_by = null where created_by = $1', [userId]);
}

export interface SeasonPlace {
  rank: number;
  user_id: number;
  user_name: string;
  points: number;
  results: number;
  best_place: number;
}

/**
 * People with points, best first, under the name of their last entry. Added up from the final ranks when somebody asks,
 * so that corrections and other points count at once; only places that are worth points are read.
 */
export async function listSeasonPlaces(
  db: Queryable,
  { starts_at, ends_at, points, counting }: Pick<SeasonRow, 'starts_at' | 'ends_at' | 'points' | 'counting'>,
  { limit, offset }: { limit: number; offset: number },
): Promise<SeasonPlace[]> {
  const { rows } = await db.query<SeasonPlace>(
    `select best.rank, best.user_id, name as user_name, best.points, results, best_place
     from (
       select (rank() over (order by sum(worth) desc))::integer as rank, user_id, sum(worth)::integer as points,
         count(*)::integer as results, min(place) as best_place
       from (
         select user_id, draw_ranks.rank as place, ($3::integer[])[draw_ranks.rank] as worth,
           row_number() over (partition by user_id order by ($3::integer[])[draw_ranks.rank] desc, draw_id) as nth
         from tournaments
         join draw_ranks on draw_ranks.tournament_id = tournaments.id and draw_ranks.rank <= cardinality($3::integer[])
         join participants on participants.id = participant_id
         where start_date >= $1 and start_date < $2 and phase in ('running', 'completed') and user_id is not null
       ) result
       where $4::integer is null or nth <= $4
       group by user_id order by points desc, best_place, user_id limit $5 offset $6
     ) best
     cross join lateral (
       select name from participants where user_id = best.user_id order by id desc limit 1
     ) latest
     order by points desc, best_place, user_id`,
    [starts_at, ends_at, points, counting, limit, offset],
  );
  return rows;
}

function only(rows: SeasonRow[]): SeasonRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the season is gone');
  return row;
}
