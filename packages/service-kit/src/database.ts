import { Client, DatabaseError, Pool, types, type QueryResult, type QueryResultRow } from 'pg';
import type { Logger } from './logger.js';

/** Something that runs SQL: the database itself or a transaction. */
export interface Queryable {
  query<Row extends QueryResultRow = QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<Row>>;
}

/** Work that commits or fails as one. What must not happen outside of a transaction asks for this type. */
export interface Transaction extends Queryable {
  readonly inTransaction: true;
}

export interface Database extends Queryable {
  /** Runs `work` in a transaction; serialization failures and deadlocks are tried again. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** A connection of its own, for LISTEN and session locks. The caller ends it. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

// count(*) and bigint ids as numbers: all of ours stay below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

const retriable = new Set(['40001', '40P01']);

export function createDatabase(url: string, log: Logger, poolSize = 10): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  // An idle connection that breaks (server restart) must not end the process; the pool replaces it.
  pool.on('error', (error) => log.warn('lost an idle database connection', { error }));

  async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(pool, work);
      } catch (error) {
        const code = error instanceof DatabaseError ? (error.code ?? '') : '';
        if (!retriable.has(code) || attempt === 4) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
      }
    }
  }

  return {
    query: (sql, values) => pool.query(sql, values),
    transaction,
    async connect() {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
      await client.connect();
      return client;
    },
    close: () => pool.end(),
  };
}

async function once<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection lost between two statements emits 'error' on the client; the next statement reports it.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const outcome = await work({ inTransaction: true, query: (sql, values) => client.query(sql, values) });
    await client.query('commit');
    return outcome;
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
