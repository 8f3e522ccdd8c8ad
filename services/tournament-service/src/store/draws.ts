import type { Queryable, Transaction } from '@gym/service-kit';
import type { Head, StagePlan } from '@gym/tournament-engine';
import { z } from 'zod';
import { storedHead } from '../play/stored/records.js';

const drawRow = z.object({
  id: z.int(),
  tournament_id: z.int(),
  category_id: z.int().nullable(),
  version: z.int(),
  is_completed: z.boolean(),
});
export type DrawRow = z.infer<typeof drawRow>;

const columns = 'id, tournament_id, category_id, version, completed_at is not null as is_completed';

/** Of the whole tournament first, then of its categories; at most a hundred. */
export async function listDraws(db: Queryable, tournamentId: number): Promise<DrawRow[]> {
  const { rows } = await db.query(
    `select ${columns} from draws where tournament_id = $1 order by coalesce(category_id, 0)`,
    [tournamentId],
  );
  return rows.map((row) => drawRow.parse(row));
}

export async function insertDraw(
  tx: Transaction,
  { tournament_id, category_id }: { tournament_id: number; category_id: number | null },
  { plan, head }: { plan: readonly StagePlan[]; head: Head },
): Promise<DrawRow> {
  const { rows } = await tx.query(
    `insert into draws (tournament_id, category_id, plan, head) values ($1, $2, $3, $4) returning ${columns}`,
    [tournament_id, category_id, JSON.stringify(plan), JSON.stringify(head)],
  );
  return drawRow.parse(rows[0]);
}

/** @param plan when it has been drawn anew */
export async function updateDraw(
  tx: Transaction,
  id: number,
  { head, isCompleted, plan }: { head: Head; isCompleted: boolean; plan: readonly StagePlan[] | undefined },
): Promise<void> {
  await tx.query(
    `update draws set head = $2, completed_at = case when $3 then coalesce(completed_at, now()) end,
       plan = coalesce($4, plan) where id = $1`,
    [id, JSON.stringify(storedHead.parse(head)), isCompleted, plan === undefined ? null : JSON.stringify(plan)],
  );
}
