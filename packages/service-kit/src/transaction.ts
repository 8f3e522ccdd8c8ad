import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { prepared } from './prepared.js';
import { inStatementSpan } from './tracing/statement-span.js';

/** Something that runs SQL: the database itself or a transaction. */
export interface Queryable {
  query<Row extends QueryResultRow = QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<Row>>;
}

/** Work that commits or fails as one. What must not happen outside of a transaction asks for this type. */
export interface Transaction extends Queryable {
  readonly inTransaction: true;
  /**
   * The last statement. Where the transaction ends with it, the commit follows at once, without waiting for its rows:
   * what it locks stays locked for a moment only. No other statement may come after it.
   */
  last: Queryable['query'];
}

/**
 * Work that needs nothing of each other, such as statements of a transaction: none waits for the answers of those
 * before it. When one fails, the others have ended too before anybody hears of it, so that none comes after a rollback.
 */
export async function together<Parts extends unknown[]>(
  ...work: {
    [Part in keyof Parts]: Promise<Parts[Part]>;
  }
): Promise<Parts> {
  try {
    return await Promise.all(work);
  } finally {
    await Promise.allSettled(work);
  }
}

/** A transaction that has begun; one of `commit` and `rollback` gives its connection back. */
export interface OpenTransaction {
  readonly tx: Transaction;
  /** When it throws, the connection is still held: roll back. */
  commit(): Promise<void>;
  /** Never throws. */
  rollback(): Promise<void>;
}

/**
 * One plan for all values: PostgreSQL would plan a statement with a list in it anew every time, because it takes the
 * list to be longer than it is; that was a third of what the database did for a result (measured).
 */
const begins = 'begin; set local plan_cache_mode = force_generic_plan';

/** @param endsWithLast false where the statement that is the last one of some work is not that of the transaction */
export function beginTransaction(pool: Pool, endsWithLast: boolean): Promise<OpenTransaction> {
  // Including the wait for a connection.
  return inStatementSpan('begin', async () => begin(await pool.connect(), endsWithLast));
}

async function begin(client: PoolClient, endsWithLast: boolean): Promise<OpenTransaction> {
  let broken: Error | undefined;
  let committing: Promise<QueryResult> | undefined;
  let isOver = false;
  // A connection lost between two statements emits 'error' on the client; the next statement reports it.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);

  function release(): void {
    client.off('error', onError);
    client.release(broken);
  }

  /** What is asked in one turn goes out in one packet: sending is a third of what a statement costs here (measured). */
  function gather(): void {
    const { stream } = client.connection;
    if (stream.writableCorked > 0) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  function query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<Row>> {
    // It would take effect by itself.
    if (isOver) throw new Error('a statement came after the end of its transaction');
    gather();
    return inStatementSpan(sql, () => client.query<Row>(prepared(sql, values)));
  }

  function commit(): Promise<QueryResult> {
    isOver = true;
    return inStatementSpan('commit', () => client.query('commit'));
  }

  const open: OpenTransaction = {
    tx: {
      inTransaction: true,
      query,
      last(sql, values) {
        const answer = query<never>(sql, values);
        if (endsWithLast) committing = commit();
        // Whoever ends the transaction hears of it.
        committing?.catch(() => undefined);
        return answer;
      },
    },
    async commit() {
      const { command } = await (committing ?? commit());
      if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`);
      release();
    },
    async rollback() {
      isOver = true;
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure));
      });
      release();
    },
  };
  try {
    await client.query(begins);
    return open;
  } catch (error) {
    await open.rollback();
    throw error;
  }
}
