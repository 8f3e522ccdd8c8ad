import type { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

export interface StaffRow {
  user_id: number;
  name: string;
  role: tournamentsApi.StaffRole;
  /** Of a referee; null: all. */
  courts: string[] | null;
  granted_by: number | null;
  created_at: Date;
}

const columns = 'user_id, name, role, courts, granted_by, created_at';
/** People with a role in one tournament, at most: its list needs no pages. */
export const maxStaff = 200;

export async function listStaff(db: Queryable, tournamentId: number): Promise<StaffRow[]> {
  const { rows } = await db.query<StaffRow>(
    `select ${columns} from tournament_staff where tournament_id = $1 order by user_id limit ${maxStaff}`,
    [tournamentId],
  );
  return rows;
}

export async function findRole(
  db: Queryable,
  tournamentId: number,
  userId: number,
): Promise<Pick<StaffRow, 'role' | 'courts'> | undefined> {
  const { rows } = await db.query<Pick<StaffRow, 'role' | 'courts'>>(
    'select role, courts from tournament_staff where tournament_id = $1 and user_id = $2',
    [tournamentId, userId],
  );
  return rows[0];
}

export async function saveStaff(
  tx: Transaction,
  tournamentId: number,
  { user_id, name, role, courts, granted_by }: Omit<StaffRow, 'created_at'>,
): Promise<StaffRow> {
  const { rows } = await tx.query<StaffRow>(
    `insert into tournament_staff (tournament_id, user_id, name, role, granted_by, courts)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tournament_id, user_id) do update set name = excluded.name, role = excluded.role,
       granted_by = excluded.granted_by, courts = excluded.courts
     returning ${columns}`,
    [tournamentId, user_id, name, role, granted_by, courts],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the insert returned no row');
  return row;
}

/** @returns whether there was such a role */
export async function deleteStaff(tx: Transaction, tournamentId: number, userId: number): Promise<boolean> {
  const { rowCount } = await tx.query('delete from tournament_staff where tournament_id = $1 and user_id = $2', [
    tournamentId,
    userId,
  ]);
  return rowCount === 1;
}

/** With the account the roles go; in tournaments of others it stays unknown who granted them. */
export async function forgetStaff(tx: Transaction, userId: number): Promise<void> {
  await tx.query('delete from tournament_staff where user_id = $1', [userId]);
}
