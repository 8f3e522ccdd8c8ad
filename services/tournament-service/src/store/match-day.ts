import type { Queryable, Transaction } from '@gym/service-kit';

/** What goes on around a match beside its result. */
export interface DayRow {
  match_id: number;
  court: string | null;
  called_at: Date | null;
  game: number | null;
  points: [number, number] | null;
  /** Sides that have reported while it is open. */
  reports: number;
}
export type MatchDay = ReadonlyMap<number, DayRow>;

/** Of all matches of a tournament where something does, by match. */
export async function readMatchDay(db: Queryable, tournamentId: number): Promise<MatchDay> {
  const { rows } = await db.query<DayRow>(
    `select match_id, court, called_at, game, points, coalesce(reports, 0)::integer as reports
     from (select match_id, court, called_at from match_calls where tournament_id = $1) calls
       full join (select match_id, game, points from live_points where tournament_id = $1) live using (match_id)
       full join (select match_id, count(*) as reports from match_reports join matches on matches.id = match_id
         where match_reports.tournament_id = $1 and status in ('ready', 'running') group by match_id) reported
         using (match_id)`,
    [tournamentId],
  );
  return new Map(rows.map((row) => [row.match_id, row]));
}

/** What results did to what goes on around matches. */
export interface Settled {
  /** Matches that others play now. */
  moved: number[];
  /** Matches whose reports are about something that is no more. */
  reopened: number[];
  /** Matches whose game is over. */
  scored: number[];
  /** Matches that have a result. */
  over: number[];
}

export async function settleMatchDay(tx: Transaction, { moved, reopened, scored, over }: Settled): Promise<void> {
  await tx.query(
    `with calls as (delete from match_calls where match_id = any($1)),
       reports as (delete from match_reports where match_id = any($2)),
       live as (delete from live_points where match_id = any($3))
     update match_reports set stands_at = null where match_id = any($4) and stands_at is not null`,
    [moved, reopened, scored, over],
  );
}
