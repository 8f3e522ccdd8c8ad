import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { OpenTransaction, Transaction } from './transaction.js';

/** What brackets the one transaction of a unit of work. */
export interface Bracket<T> {
  /** Its first statements; runs again when the transaction is tried again. */
  first(tx: Transaction): Promise<void>;
  /** Its last statements, with the outcome of the work; not called for work without a transaction. */
  last(tx: Transaction, outcome: T): Promise<void>;
}

/** Work whose transactions are one: it begins with the first of them and commits when the work has ended. */
export interface UnitOfWork {
  /** Whose transactions they are. */
  readonly pool: Pool;
  first(tx: Transaction): Promise<void>;
  /** Begun, and waiting for the end of the work. */
  open: OpenTransaction | undefined;
  isBusy: boolean;
  isOver: boolean;
  readonly afterCommit: (() => Promise<void>)[];
}

const storage = new AsyncLocalStorage<UnitOfWork>();

/** The unit this code runs in. Work that was left behind in the background of an ended unit is in none. */
function currentUnit(): UnitOfWork | undefined {
  const unit = storage.getStore();
  return unit?.isOver === true ? undefined : unit;
}

export function unitOf(pool: Pool): UnitOfWork | undefined {
  const unit = currentUnit();
  return unit?.pool === pool ? unit : undefined;
}

/**
 * For what others are told about a transaction that has just ended: does it now, or after the commit when the
 * transaction is part of a unit of work. Not called when that fails.
 */
export async function afterCommit(work: () => Promise<void>): Promise<void> {
  const unit = currentUnit();
  if (unit?.open) unit.afterCommit.push(work);
  else await work();
}

export async function runUnit<T>(pool: Pool, work: () => Promise<T>, bracket: Bracket<T>): Promise<T> {
  const unit: UnitOfWork = {
    pool,
    first: (tx) => bracket.first(tx),
    open: undefined,
    isBusy: false,
    isOver: false,
    afterCommit: [],
  };
  const outcome = await storage.run(unit, async () => {
    try {
      const result = await work();
      if (unit.open) {
        await bracket.last(unit.open.tx, result);
        await unit.open.commit();
      }
      return result;
    } catch (error) {
      await unit.open?.rollback();
      throw error;
    } finally {
      unit.isOver = true;
    }
  });
  for (const step of unit.afterCommit) await step();
  return outcome;
}

/**
 * Runs one transaction of a unit.
 * @throws when two run at once, which one connection cannot do
 */
export async function inUnit<T>(unit: UnitOfWork, run: () => Promise<T>): Promise<T> {
  if (unit.isBusy) throw new Error('a request with an Idempotency-Key runs one transaction at a time');
  unit.isBusy = true;
  try {
    return await run();
  } finally {
    unit.isBusy = false;
  }
}

/** A later transaction of a unit: it can fail without the earlier ones. */
export async function joinTransaction<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await tx.query('savepoint joined');
  try {
    const outcome = await work(tx);
    await tx.query('release savepoint joined');
    return outcome;
  } catch (error) {
    await tx.query('rollback to savepoint joined');
    throw error;
  }
}
