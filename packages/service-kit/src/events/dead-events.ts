import { cloudEvent, type CloudEvent } from '@gym/contracts';
import { z } from 'zod';
import type { Queryable, Transaction } from '../database.js';

/** An event whose handler failed, or that came behind one that did; it waits for a retry or a decision. */
export const deadEvent = z.object({
  id: z.int(),
  source: z.string(),
  seq: z.int(),
  type: z.string(),
  subject: z.string(),
  error: z.string(),
  attempts: z.int(),
  failed_at: z.date(),
  /** Null: nobody tries again before a person decides. */
  retry_at: z.date().nullable(),
  event: cloudEvent,
});
export type DeadEvent = z.infer<typeof deadEvent>;

/** Tries by itself, then waits for a person: 5 s, 10 s, 20 s, 40 s after the first failure. */
const maxAttempts = 5;
const firstRetrySeconds = 5;

const columns = 'id, source, seq, type, subject, error, attempts, failed_at, retry_at, event';

/** Subjects of this producer with a dead event: what comes for them waits behind it, so that their order holds. */
export async function subjectsOnHold(tx: Queryable, source: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ subject: string }>('select distinct subject from dead_events where source = $1', [
    source,
  ]);
  return new Set(rows.map((row) => row.subject));
}

export async function insertDead(tx: Transaction, event: CloudEvent, error: string, attempts: 0 | 1): Promise<void> {
  await tx.query(
    `insert into dead_events (source, seq, type, subject, event, error, attempts, retry_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8)) on conflict (source, seq) do nothing`,
    [
      event.source,
      event.data.seq,
      event.type,
      event.subject,
      JSON.stringify(event),
      error,
      attempts,
      firstRetrySeconds,
    ],
  );
}

/** An event that has no number of its own: it gets one below all others, as it tells what was before them. */
export async function insertDeadOfSnapshot(tx: Transaction, event: CloudEvent, error: string): Promise<void> {
  await tx.query(
    `insert into dead_events (source, seq, type, subject, event, error, attempts, retry_at)
     select $1, least(0, min(seq)) - 1, $2, $3, $4, $5, 1, now() + make_interval(secs => $6)
     from dead_events where source = $1`,
    [event.source, event.type, event.subject, JSON.stringify(event), error, firstRetrySeconds],
  );
}

/** @param seq those of snapshots included, whose numbers are negative */
export async function deleteDeadUpTo(tx: Transaction, source: string, seq: number): Promise<void> {
  await tx.query('delete from dead_events where source = $1 and seq <= $2', [source, seq]);
}

/** The dead events of one aggregate in their order. */
export async function lockSubject(tx: Transaction, source: string, subject: string): Promise<DeadEvent[]> {
  const { rows } = await tx.query(
    `select ${columns} from dead_events where source = $1 and subject = $2 order by seq for update`,
    [source, subject],
  );
  return z.array(deadEvent).parse(rows);
}

export async function markFailed(tx: Transaction, id: number, attempts: number, error: string): Promise<void> {
  const seconds = attempts >= maxAttempts ? null : firstRetrySeconds * 2 ** (attempts - 1);
  await tx.query(
    `update dead_events set attempts = $2, error = $3, retry_at = now() + make_interval(secs => $4) where id = $1`,
    [id, attempts, error, seconds],
  );
}

export async function removeDead(db: Queryable, id: number): Promise<DeadEvent | undefined> {
  const { rows } = await db.query(`delete from dead_events where id = $1 returning ${columns}`, [id]);
  return z.array(deadEvent).parse(rows)[0];
}

export async function findDead(db: Queryable, id: number): Promise<DeadEvent | undefined> {
  const { rows } = await db.query(`select ${columns} from dead_events where id = $1`, [id]);
  return z.array(deadEvent).parse(rows)[0];
}

/** Newest first. @param before the last id of the page before */
export async function listDead(db: Queryable, before: number, limit: number): Promise<DeadEvent[]> {
  const { rows } = await db.query(`select ${columns} from dead_events where id < $1 order by id desc limit $2`, [
    before,
    limit,
  ]);
  return z.array(deadEvent).parse(rows);
}

/** Aggregates whose first dead event is due; what waits behind it has no time of its own. */
export async function dueSubjects(db: Queryable, limit: number): Promise<{ source: string; subject: string }[]> {
  const { rows } = await db.query<{ source: string; subject: string }>(
    `select source, subject from (
       select distinct on (source, subject) source, subject, seq, retry_at from dead_events
       order by source, subject, seq
     ) as first_of_subject where retry_at <= now() order by seq limit $1`,
    [limit],
  );
  return rows;
}

export async function countDead(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*) as count from dead_events');
  return rows[0]?.count ?? 0;
}
