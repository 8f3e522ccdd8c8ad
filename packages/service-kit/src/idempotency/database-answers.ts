import { DatabaseError } from 'pg';
import { z } from 'zod';
import type { Database, Queryable, Transaction } from '../database.js';
import { AppError, conflict } from '../errors.js';
import {
  keptSeconds,
  requireSame,
  stillInProgress,
  type AnswerStore,
  type KeptAnswer,
  type KeyedRequest,
} from './keyed-request.js';

/** First half of the advisory lock's number; the key gives the second. Locks of one number are another space. */
const lockClass = 7_203;
const queryCanceled = '57014';
const chunk = 5000;

const row = z.object({
  fingerprint: z.instanceof(Buffer),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/**
 * Keeps the answer in the transaction of the effect: either both are there or neither. A second request that comes
 * while the first is at work waits for the end of that transaction. Work without a transaction has no effect to
 * protect, and nothing is kept of it.
 */
export function createDatabaseAnswers(database: Database): AnswerStore {
  return {
    async once(request, handle) {
      const first = await findAnswer(database, request);
      if (first) return { answer: first, isReplay: true };
      try {
        const answer = await database.unitOfWork(handle, {
          async first(tx) {
            await lockKey(tx, request);
            if (await findAnswer(tx, request)) throw conflict('This request was answered a moment ago.');
          },
          last: (tx, outcome) => keepAnswer(tx, request, outcome),
        });
        return { answer, isReplay: false };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // Its twin may have been faster: what this one ran into then is the twin's effect.
        const answer = await findAnswer(database, request);
        if (answer === undefined) throw error;
        return { answer, isReplay: true };
      }
    },
  };
}

async function findAnswer(db: Queryable, request: KeyedRequest): Promise<KeptAnswer | undefined> {
  const { rows } = await db.query(
    `select fingerprint, status, headers, body from idempotent_answers
     where scope = $1 and key = $2 and created_at > now() - make_interval(secs => $3)`,
    [request.scope, request.key, keptSeconds],
  );
  if (rows[0] === undefined) return undefined;
  const { fingerprint, ...answer } = row.parse(rows[0]);
  requireSame(request, fingerprint);
  return answer;
}

/** Held until the end of the transaction; the row itself cannot be locked, because it does not exist yet. */
async function lockKey(tx: Transaction, { scope, key }: KeyedRequest): Promise<void> {
  try {
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [lockClass, `${scope} ${key}`]);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === queryCanceled) throw stillInProgress(error);
    throw error;
  }
}

/** Replaces an answer that has expired and is not deleted yet. */
async function keepAnswer(tx: Transaction, request: KeyedRequest, answer: KeptAnswer): Promise<void> {
  await tx.query(
    `insert into idempotent_answers (scope, key, fingerprint, status, headers, body) values ($1, $2, $3, $4, $5, $6)
     on conflict (scope, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
       headers = excluded.headers, body = excluded.body, created_at = excluded.created_at`,
    [request.scope, request.key, request.fingerprint, answer.status, JSON.stringify(answer.headers), answer.body],
  );
}

/** Deletes the answers that are no longer given again, in chunks that never hold a lock for long. */
export async function deleteExpiredAnswers(database: Database): Promise<number> {
  for (let deleted = 0; ;) {
    const { rowCount } = await database.query(
      `delete from idempotent_answers where (scope, key) in (
         select scope, key from idempotent_answers where created_at < now() - make_interval(secs => $1)
         order by created_at limit $2)`,
      [keptSeconds, chunk],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < chunk) return deleted;
  }
}
