import type { Queryable, Transaction } from '@gym/service-kit';

export interface CallRow {
  court: string;
  called_at: Date;
}

export async function findCall(db: Queryable, matchId: number): Promise<CallRow | undefined> {
  const { rows } = await db.query<CallRow>('select court, called_at from match_calls where match_id = $1', [matchId]);
  return rows[0];
}

export async function saveCall(
  tx: Transaction,
  { id, tournament_id }: { id: number; tournament_id: number },
  court: string,
): Promise<CallRow> {
  const { rows } = await tx.query<CallRow>(
    `insert into match_calls (match_id, tournament_id, court) values ($1, $2, $3)
     on conflict (match_id) do update set court = excluded.court, called_at = now()
     returning court, called_at`,
    [id, tournament_id, court],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the insert returned no row');
  return row;
}

export async function deleteCall(tx: Transaction, matchId: number): Promise<void> {
  await tx.query('delete from match_calls where match_id = $1', [matchId]);
}
