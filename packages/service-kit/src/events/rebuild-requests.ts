import { z } from 'zod';
import type { Queryable, Transaction } from '../database.js';

/** A rebuild that is wanted, under way or done: what is derived from one producer's events, made anew. */
export const rebuildState = z.object({
  source: z.string(),
  reason: z.string(),
  requested_at: z.date(),
  /** Topic of the next page; null: not begun. */
  topic: z.string().nullable(),
  after_key: z.string().nullable(),
  applied: z.int(),
  /** Events of the snapshot that are dead now. */
  failed: z.int(),
  /** Why the last try to go on failed. */
  error: z.string().nullable(),
  finished_at: z.date().nullable(),
});
export type RebuildState = z.infer<typeof rebuildState>;

const columns = 'source, reason, requested_at, topic, after_key, applied, failed, error, finished_at';

/** Asks for a rebuild; one that is under way begins anew. A replica does it soon, whichever comes first. */
export async function requestRebuild(db: Queryable, source: string, reason: string): Promise<void> {
  await db.query(
    `insert into inbox_rebuilds (source, reason) values ($1, $2)
     on conflict (source) do update set reason = excluded.reason, requested_at = now(), topic = null, after_key = null,
       applied = 0, failed = 0, error = null, finished_at = null`,
    [source, reason],
  );
}

export async function pendingRebuilds(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ source: string }>(
    'select source from inbox_rebuilds where finished_at is null order by requested_at',
  );
  return rows.map(({ source }) => source);
}

export async function lockPending(tx: Transaction, source: string): Promise<RebuildState | undefined> {
  const { rows } = await tx.query(
    `select ${columns} from inbox_rebuilds where source = $1 and finished_at is null for update`,
    [source],
  );
  return z.array(rebuildState).parse(rows)[0];
}

export async function listRebuilds(db: Queryable): Promise<RebuildState[]> {
  const { rows } = await db.query(`select ${columns} from inbox_rebuilds`);
  return z.array(rebuildState).parse(rows);
}

/** @param next where it goes on; undefined when that was the last page */
export async function saveProgress(
  tx: Transaction,
  source: string,
  next: { topic: string; after: string | null } | undefined,
  counts: { applied: number; failed: number },
): Promise<void> {
  await tx.query(
    `update inbox_rebuilds set topic = $2, after_key = $3, applied = applied + $4, failed = failed + $5, error = null,
       finished_at = case when $2::text is null then now() end
     where source = $1`,
    [source, next?.topic ?? null, next?.after ?? null, counts.applied, counts.failed],
  );
}

export async function saveFailure(db: Queryable, source: string, error: string): Promise<void> {
  await db.query('update inbox_rebuilds set error = $2 where source = $1 and finished_at is null', [source, error]);
}
