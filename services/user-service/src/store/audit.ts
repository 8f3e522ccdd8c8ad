import type { Queryable, Transaction } from '@gym/service-kit';

export interface AuditRow {
  id: number;
  at: Date;
  actor_id: number | null;
  user_id: number;
  action: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  reason: string | null;
  request_id: string | null;
}

export type NewAuditRow = Omit<AuditRow, 'id' | 'at' | 'before' | 'after'> & { before: object; after: object };

export async function insertAudit(tx: Transaction, entries: NewAuditRow[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into audit_log (actor_id, user_id, action, before, after, reason, request_id)
     select * from unnest($1::integer[], $2::integer[], $3::text[], $4::jsonb[], $5::jsonb[], $6::text[], $7::text[])`,
    [
      entries.map((entry) => entry.actor_id),
      entries.map((entry) => entry.user_id),
      entries.map((entry) => entry.action),
      entries.map((entry) => JSON.stringify(entry.before)),
      entries.map((entry) => JSON.stringify(entry.after)),
      entries.map((entry) => entry.reason),
      entries.map((entry) => entry.request_id),
    ],
  );
}

/** Newest first. @param before the last id of the page before */
export function listAudit(db: Queryable, userId: number, before: number, limit: number): Promise<AuditRow[]> {
  return listWhere(db, 'user_id', userId, before, limit);
}

/** What somebody decided about others, newest first. @param before the last id of the page before */
export function listActsOf(db: Queryable, actorId: number, before: number, limit: number): Promise<AuditRow[]> {
  return listWhere(db, 'actor_id', actorId, before, limit);
}

async function listWhere(
  db: Queryable,
  column: 'user_id' | 'actor_id',
  id: number,
  before: number,
  limit: number,
): Promise<AuditRow[]> {
  const { rows } = await db.query<AuditRow>(
    `select id, at, actor_id, user_id, action, before, after, reason, request_id from audit_log
     where ${column} = $1 and id < $2 order by id desc limit $3`,
    [id, before, limit],
  );
  return rows;
}
