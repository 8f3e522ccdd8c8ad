import { tournamentLogApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

/** Version of the payloads that are written today. */
const schemaVersion = 1;

const logRow = tournamentLogApi.logEntry.extend({ at: z.date() });
export type LogRow = z.infer<typeof logRow>;

export interface NewLogEntry {
  kind: string;
  payload: unknown;
  affected: unknown;
  reason: string | null;
}

/** @param after the number of the last entry; the caller holds the lock of the tournament */
export async function appendLog(
  tx: Transaction,
  { tournamentId, after, actorId }: { tournamentId: number; after: number; actorId: number | null },
  entries: NewLogEntry[],
): Promise<void> {
  await tx.query(
    `insert into tournament_log (tournament_id, seq, actor_id, schema_version, kind, payload, affected, reason)
     select $1, $2 + place, $3, $4, kind, payload, affected, reason
     from unnest($5::text[], $6::jsonb[], $7::jsonb[], $8::text[]) with ordinality
       as entry (kind, payload, affected, reason, place)`,
    [
      tournamentId,
      after,
      actorId,
      schemaVersion,
      entries.map((entry) => entry.kind),
      entries.map((entry) => JSON.stringify(entry.payload)),
      entries.map((entry) => JSON.stringify(entry.affected)),
      entries.map((entry) => entry.reason),
    ],
  );
}

/** Newest first. @param before the last number of the page before */
export async function listLog(
  db: Queryable,
  tournamentId: number,
  { limit, before }: { limit: number; before: number | undefined },
): Promise<LogRow[]> {
  const { rows } = await db.query(
    `select seq, at, actor_id, kind, schema_version, payload, reason, affected from tournament_log
     where tournament_id = $1 and seq < $2 order by seq desc limit $3`,
    [tournamentId, before ?? 2 ** 31 - 1, limit],
  );
  return rows.map((row) => logRow.parse(row));
}

/** Whoever did something stays nobody; what was done stays. */
export async function forgetActor(tx: Transaction, userId: number): Promise<void> {
  await tx.query('update tournament_log set actor_id = null where actor_id = $1', [userId]);
}
