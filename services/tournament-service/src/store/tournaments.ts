import type { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

export interface TournamentRow extends Omit<tournamentsApi.Tournament, 'start_date' | 'created_at'> {
  start_date: Date;
  created_at: Date;
}

export type NewTournament = Pick<
  TournamentRow,
  'name' | 'start_date' | 'max_participants' | 'tournament_type' | 'created_by'
>;

const columns = `id, name, start_date, max_participants, tournament_type, status, created_by, created_at,
  participant_count, version`;

export async function insertTournament(tx: Transaction, tournament: NewTournament): Promise<TournamentRow> {
  const { name, start_date, max_participants, tournament_type, created_by } = tournament;
  const { rows } = await tx.query<TournamentRow>(
    `insert into tournaments (name, start_date, max_participants, tournament_type, created_by)
     values ($1, $2, $3, $4, $5) returning ${columns}`,
    [name, start_date, max_participants, tournament_type, created_by],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the insert returned no row');
  return row;
}

export async function findTournament(db: Queryable, id: number): Promise<TournamentRow | undefined> {
  const { rows } = await db.query<TournamentRow>(`select ${columns} from tournaments where id = $1`, [id]);
  return rows[0];
}

/** The lock is held until the transaction ends. */
export async function lockTournament(tx: Transaction, id: number): Promise<TournamentRow | undefined> {
  const { rows } = await tx.query<TournamentRow>(`select ${columns} from tournaments where id = $1 for update`, [id]);
  return rows[0];
}

/** @returns the tournament with all that was changed */
export async function setVersion(tx: Transaction, id: number, version: number): Promise<TournamentRow> {
  const { rows } = await tx.query<TournamentRow>(
    `update tournaments set version = $2 where id = $1 returning ${columns}`,
    [id, version],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`tournament ${id} is gone`);
  return row;
}

/** Newest first. @param before the last id of the page before */
export async function listTournaments(
  db: Queryable,
  { limit, before }: { limit: number; before: number | undefined },
): Promise<TournamentRow[]> {
  const { rows } = await db.query<TournamentRow>(
    `select ${columns} from tournaments where id < $1 order by id desc limit $2`,
    [before ?? 2 ** 31 - 1, limit],
  );
  return rows;
}

export async function setStatus(tx: Transaction, id: number, status: TournamentRow['status']): Promise<void> {
  await tx.query('update tournaments set status = $2 where id = $1', [id, status]);
}

export async function countApproved(tx: Transaction, id: number, more: number): Promise<void> {
  await tx.query('update tournaments set participant_count = participant_count + $2 where id = $1', [id, more]);
}

/** With its participants and matches. */
export async function deleteTournament(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from tournaments where id = $1', [id]);
}
