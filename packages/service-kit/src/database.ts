import { Client, DatabaseError, Pool, types } from 'pg';
import type { Logger } from './logger.js';
import { inStatementSpan } from './tracing/statement-span.js';
import { beginTransaction, type Queryable, type Transaction } from './transaction.js';
import { inUnit, joinTransaction, runUnit, unitOf, type Bracket, type UnitOfWork } from './unit-of-work.js';

export { together, type Queryable, type Transaction } from './transaction.js';

export interface Database extends Queryable {
  /** Runs `work` in a transaction; serialization failures and deadlocks are tried again. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Runs `work` and makes its transactions one, which begins with the first of them and commits when `work` has
   * ended. Plain queries after the first transaction see what it wrote.
   */
  unitOfWork<T>(work: () => Promise<T>, bracket: Bracket<T>): Promise<T>;
  /** A connection of its own, for LISTEN and session locks. The caller ends it. */
  connect(): Promise<Client>;
  /** Those of the pool, and how many requests wait for one. */
  connections(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

// count(*) and bigint ids as numbers: all of ours stay below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

const conflicts = new Set(['40001', '40P01']);

/** A serialization failure or a deadlock: nobody's fault, and over when the transaction is tried again. */
export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && conflicts.has(error.code ?? '');
}

export function createDatabase(url: string, log: Logger, poolSize = 10): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    // Statements are sent without waiting for the answers of those before them.
    pipeline: true,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  // An idle connection that breaks (server restart) must not end the process; the pool replaces it.
  pool.on('error', (error) => log.warn('lost an idle database connection', { error }));

  async function retried<T>(work: (tx: Transaction) => Promise<T>, unit?: UnitOfWork): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(pool, work, unit);
      } catch (error) {
        if (!isConflict(error) || attempt === 4) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
      }
    }
  }

  return {
    query(sql, values) {
      const open = unitOf(pool)?.open;
      return open ? open.tx.query(sql, values) : inStatementSpan(sql, () => pool.query(sql, values));
    },
    async transaction(work) {
      const unit = unitOf(pool);
      if (unit === undefined) return retried(work);
      return inUnit(unit, () => (unit.open ? joinTransaction(unit.open.tx, work) : retried(work, unit)));
    },
    unitOfWork: (work, bracket) => runUnit(pool, work, bracket),
    async connect() {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
      await client.connect();
      return client;
    },
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/** @param unit whose first transaction this is, and who ends it then */
async function once<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, unit?: UnitOfWork): Promise<T> {
  const open = await beginTransaction(pool, unit === undefined);
  try {
    await unit?.first(open.tx);
    const outcome = await work(open.tx);
    if (unit === undefined || unit.isOver) await open.commit();
    else unit.open = open;
    return outcome;
  } catch (error) {
    await open.rollback();
    throw error;
  }
}
