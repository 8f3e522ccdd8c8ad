import { scheduleApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

export type CourtRow = scheduleApi.Court;
type CourtFields = Omit<CourtRow, 'id'>;

/** Of one tournament, at most: its list needs no pages. */
export const maxCourts = 100;

const parse = (rows: unknown[]): CourtRow[] => rows.map((row) => scheduleApi.court.parse(row));

export async function listCourts(db: Queryable, tournamentId: number): Promise<CourtRow[]> {
  const { rows } = await db.query(
    `select id, name, open from courts where tournament_id = $1 order by id limit ${maxCourts}`,
    [tournamentId],
  );
  return parse(rows);
}

export async function insertCourt(tx: Transaction, tournamentId: number, court: CourtFields): Promise<CourtRow> {
  const { rows } = await tx.query(
    'insert into courts (tournament_id, name, open) values ($1, $2, $3) returning id, name, open',
    [tournamentId, court.name, JSON.stringify(court.open)],
  );
  return only(rows);
}

export async function updateCourt(tx: Transaction, id: number, court: CourtFields): Promise<CourtRow> {
  const { rows } = await tx.query('update courts set name = $2, open = $3 where id = $1 returning id, name, open', [
    id,
    court.name,
    JSON.stringify(court.open),
  ]);
  return only(rows);
}

export async function deleteCourt(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from courts where id = $1', [id]);
}

/** Is or was a match to be played on it? */
export async function isCourtUsed(tx: Transaction, tournamentId: number, id: number): Promise<boolean> {
  const { rowCount } = await tx.query('select from match_slots where tournament_id = $1 and court_id = $2 limit 1', [
    tournamentId,
    id,
  ]);
  return rowCount === 1;
}

function only(rows: unknown[]): CourtRow {
  const [row] = parse(rows);
  if (row === undefined) throw new Error('the court is gone');
  return row;
}
