import { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

const categoryRow = tournamentsApi.category.extend({ tournament_id: z.int() });
export type CategoryRow = z.infer<typeof categoryRow>;

const columns = `id, tournament_id, name, rules, max_participants, participant_count, drawn_at is not null as is_drawn`;

/** In the order they were made; at most a hundred. */
export async function listCategories(db: Queryable, tournamentId: number): Promise<CategoryRow[]> {
  const { rows } = await db.query(`select ${columns} from tournament_categories where tournament_id = $1 order by id`, [
    tournamentId,
  ]);
  return rows.map((row) => categoryRow.parse(row));
}

export async function insertCategory(
  tx: Transaction,
  tournamentId: number,
  { name, rules, max_participants }: tournamentsApi.CategoryInput,
): Promise<CategoryRow> {
  const { rows } = await tx.query(
    `insert into tournament_categories (tournament_id, name, rules, max_participants) values ($1, $2, $3, $4)
     returning ${columns}`,
    [tournamentId, name, JSON.stringify(rules), max_participants],
  );
  return categoryRow.parse(rows[0]);
}

export async function updateCategory(
  tx: Transaction,
  id: number,
  { name, rules, max_participants }: tournamentsApi.CategoryInput,
): Promise<CategoryRow> {
  const { rows } = await tx.query(
    `update tournament_categories set name = $2, rules = $3, max_participants = $4 where id = $1 returning ${columns}`,
    [id, name, JSON.stringify(rules), max_participants],
  );
  return categoryRow.parse(rows[0]);
}

export async function setDrawn(tx: Transaction, id: number): Promise<void> {
  await tx.query('update tournament_categories set drawn_at = now() where id = $1', [id]);
}

/** @returns whether anybody has ever entered in it, so that it stays */
export async function isCategoryUsed(tx: Transaction, tournamentId: number, id: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    'select from participants where tournament_id = $1 and category_id = $2 limit 1',
    [tournamentId, id],
  );
  return rowCount === 1;
}

export async function deleteCategory(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from tournament_categories where id = $1', [id]);
}
