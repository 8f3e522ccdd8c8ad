import type { Queryable } from '@gym/service-kit';

/** Tables whose ids are given before their rows are written. */
export type Numbered = 'matches' | 'participants' | 'tournament_categories' | 'courts' | 'draws';

/** Ids that no other row gets, in their order. */
export async function reserveIds(db: Queryable, table: Numbered, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await db.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence($2, 'id')) as id from generate_series(1, $1)`,
    [count, table],
  );
  return rows.map((row) => row.id).toSorted((a, b) => a - b);
}
