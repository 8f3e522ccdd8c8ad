import { matchDayApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

const reportRow = z.object({
  match_id: z.int(),
  participant_id: z.int(),
  tournament_id: z.int(),
  reported_by: z.int().nullable(),
  result: matchDayApi.reportedResult,
  note: z.string(),
  reported_at: z.date(),
  stands_at: z.date().nullable(),
});
export type ReportRow = z.infer<typeof reportRow>;
const columns = `match_id, participant_id, match_reports.tournament_id, reported_by, match_reports.result, note,
  reported_at, stands_at`;

const shownReport = reportRow.extend({
  round: z.int(),
  match_number: z.int(),
  status: z.enum(['waiting', 'disputed', 'closed']),
});
export type ShownReport = z.infer<typeof shownReport>;

/** Of both sides of a match. */
export async function findReports(db: Queryable, matchId: number): Promise<ReportRow[]> {
  const { rows } = await db.query(`select ${columns} from match_reports where match_id = $1`, [matchId]);
  return rows.map((row) => reportRow.parse(row));
}

/** The latest report of a side counts. @param minutes after which it stands; null: never */
export async function saveReport(
  tx: Transaction,
  row: Omit<ReportRow, 'reported_at' | 'stands_at'>,
  minutes: number | null,
): Promise<ReportRow> {
  const { rows } = await tx.query(
    `insert into match_reports (match_id, participant_id, tournament_id, reported_by, result, note, stands_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7::integer))
     on conflict (match_id, participant_id) do update set reported_by = excluded.reported_by, result = excluded.result,
       note = excluded.note, reported_at = now(), stands_at = excluded.stands_at
     returning ${columns}`,
    [
      row.match_id,
      row.participant_id,
      row.tournament_id,
      row.reported_by,
      JSON.stringify(row.result),
      row.note,
      minutes,
    ],
  );
  return reportRow.parse(rows[0]);
}

/** From now on none of the reports of a match counts by itself. */
export async function stopWaiting(tx: Transaction, matchId: number): Promise<void> {
  await tx.query('update match_reports set stands_at = null where match_id = $1 and stands_at is not null', [matchId]);
}

/** Reports that count because nobody has answered, the oldest first. */
export async function listDueReports(
  db: Queryable,
  limit: number,
): Promise<Pick<ReportRow, 'match_id' | 'tournament_id' | 'participant_id'>[]> {
  const { rows } = await db.query<Pick<ReportRow, 'match_id' | 'tournament_id' | 'participant_id'>>(
    `select match_id, tournament_id, participant_id from match_reports
     where stands_at is not null and stands_at <= now() order by stands_at limit $1`,
    [limit],
  );
  return rows;
}

export interface ReportFilter {
  matchId: number | undefined;
  /** Only of matches that have no result yet. */
  isOpen: boolean;
  /** Only of matches these are in; undefined: of all. */
  participants: number[] | undefined;
  after: { match: number; participant: number };
  limit: number;
}

/** Match by match. */
export async function listReports(
  db: Queryable,
  tournamentId: number,
  { matchId, isOpen, participants, after, limit }: ReportFilter,
): Promise<ShownReport[]> {
  const { rows } = await db.query(
    `select ${columns}, round, match_number,
       case when status not in ('ready', 'running') then 'closed'
         when exists (select from match_reports other where other.match_id = match_reports.match_id
           and other.participant_id <> match_reports.participant_id) then 'disputed'
         else 'waiting' end as status
     from match_reports join matches on matches.id = match_id
     where match_reports.tournament_id = $1 and (match_id, participant_id) > ($2, $3)
       and ($4::integer is null or match_id = $4)
       and (not $5::boolean or status in ('ready', 'running'))
       and ($6::integer[] is null or participant1_id = any($6) or participant2_id = any($6))
     order by match_id, participant_id limit $7`,
    [tournamentId, after.match, after.participant, matchId ?? null, isOpen, participants ?? null, limit],
  );
  return rows.map((row) => shownReport.parse(row));
}

export interface OwnEntry {
  participant_id: number;
  /** Their own, or of a team whose captain they are: they may report for it. */
  leads: boolean;
}

/** Entries of a user: their own, and the team they are in. */
export async function entriesOf(db: Queryable, tournamentId: number, userId: number): Promise<OwnEntry[]> {
  const { rows } = await db.query<OwnEntry>(
    `select participant_id, bool_or(leads) as leads from (
       select id as participant_id, true as leads from participants where tournament_id = $1 and user_id = $2
       union all
       select participant_id, role = 'captain' from roster_members where tournament_id = $1 and user_id = $2
     ) own group by participant_id order by participant_id`,
    [tournamentId, userId],
  );
  return rows;
}

export async function entriesLedBy(db: Queryable, tournamentId: number, userId: number): Promise<number[]> {
  const own = await entriesOf(db, tournamentId, userId);
  return own.filter(({ leads }) => leads).map((entry) => entry.participant_id);
}

/** What somebody reported stays, as it decided a match; who it was and what they wrote do not. */
export async function forgetReporter(tx: Transaction, userId: number): Promise<void> {
  await tx.query(`update match_reports set reported_by = null, note = '' where reported_by = $1`, [userId]);
}
