import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { inStatementSpan } from './tracing/statement-span.js';

/** Something that runs SQL: the database itself or a transaction. */
export interface Queryable {
  query<Row extends QueryResultRow = QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<Row>>;
}

/** Work that commits or fails as one. What must not happen outside of a transaction asks for this type. */
export interface Transaction extends Queryable {
  readonly inTransaction: true;
}

/** A transaction that has begun; one of `commit` and `rollback` gives its connection back. */
export interface OpenTransaction {
  readonly tx: Transaction;
  /** When it throws, the connection is still held: roll back. */
  commit(): Promise<void>;
  /** Never throws. */
  rollback(): Promise<void>;
}

export function beginTransaction(pool: Pool): Promise<OpenTransaction> {
  // Including the wait for a connection.
  return inStatementSpan('begin', async () => begin(await pool.connect()));
}

async function begin(client: PoolClient): Promise<OpenTransaction> {
  let broken: Error | undefined;
  // A connection lost between two statements emits 'error' on the client; the next statement reports it.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);

  function release(): void {
    client.off('error', onError);
    client.release(broken);
  }

  const open: OpenTransaction = {
    tx: { inTransaction: true, query: (sql, values) => inStatementSpan(sql, () => client.query(sql, values)) },
    async commit() {
      await inStatementSpan('commit', () => client.query('commit'));
      release();
    },
    async rollback() {
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure));
      });
      release();
    },
  };
  try {
    await client.query('begin');
    return open;
  } catch (error) {
    await open.rollback();
    throw error;
  }
}
