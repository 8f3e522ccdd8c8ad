import { producerOf, type CloudEvent } from '@gym/contracts';
import { isConflict, type Database, type Transaction } from '../database.js';
import type { Logger } from '../logger.js';
import { countHandled, type Outcome } from '../metrics/event-metrics.js';
import { isConnectionLoss } from '../problem.js';
import { continuing } from './continuing.js';
import { insertDead, subjectsOnHold } from './dead-events.js';
import type { EventHandler } from './event-handler.js';
import { followingFromHere, inSpanOfEvent } from './event-spans.js';
import type { Ledger } from './feed.js';
import { appendEvents, type NewEvent } from './outbox.js';
import { requestRebuild } from './rebuild-requests.js';

/** A handler failed by its own doing, not because the database was away. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
}

export interface DatabaseLedger extends Ledger {
  /** Events passed over since the start, because nobody here handles their type, by type. */
  skipped(): Record<string, number>;
}

/** The ledger in the consumer's own database, shared by its replicas: the row of the position is the lock. */
export function createDatabaseLedger(database: Database, handlers: EventHandler[], log: Logger): DatabaseLedger {
  const byType = new Map(handlers.map((handler) => [handler.type, handler]));
  const skipped = new Map<string, number>();

  /** @param careful a savepoint per event, and a dead event instead of a failure */
  async function applyOnce(source: string, events: CloudEvent[], careful: boolean): Promise<number> {
    let outcomes: [CloudEvent, Outcome][] = [];
    const position = await database.transaction(async (tx) => {
      outcomes = [];
      const position = await lockPosition(tx, source);
      const fresh = continuing(position, events);
      const last = fresh.at(-1);
      if (last === undefined) return position;
      const held = await subjectsOnHold(tx, source);
      const said: NewEvent[] = [];
      for (const event of fresh) {
        const handler = byType.get(event.type);
        if (handler === undefined) {
          outcomes.push([event, 'skipped']);
          continue;
        }
        let outcome: Outcome = 'applied';
        if (held.has(event.subject)) {
          outcome = 'dead';
          await insertDead(tx, event, 'waits behind an earlier event of the same subject', 0);
        } else if (careful) {
          const { events: own, error } = await tryHandler(tx, handler, event);
          said.push(...own);
          if (error !== undefined) {
            outcome = 'dead';
            log.error('an event is dead', { source, seq: event.data.seq, type: event.type, error });
            held.add(event.subject);
            await insertDead(tx, event, messageOf(error), 1);
          }
        } else {
          said.push(...(await runHandler(tx, handler, event)));
        }
        outcomes.push([event, outcome]);
      }
      await tx.query('update inbox_positions set seq = $2 where source = $1', [source, last.data.seq]);
      await appendOwn(tx, said);
      return last.data.seq;
    });
    for (const [event, outcome] of outcomes) {
      countHandled(event, outcome);
      if (outcome === 'skipped') skipped.set(event.type, (skipped.get(event.type) ?? 0) + 1);
    }
    return position;
  }

  return {
    async position(source) {
      const { rows } = await database.query<{ seq: number }>('select seq from inbox_positions where source = $1', [
        source,
      ]);
      return rows[0]?.seq ?? 0;
    },
    async apply(source, events) {
      try {
        return await applyOnce(source, events, false);
      } catch (error) {
        if (!(error instanceof HandlerError)) throw error;
        return applyOnce(source, events, true);
      }
    },
    placeLost: (source, reason) => requestRebuild(database, source, reason),
    skipped: () => Object.fromEntries(skipped),
  };
}

/** Also makes the row, so that the first events of a producer wait for each other too. */
export async function lockPosition(tx: Transaction, source: string): Promise<number> {
  const { rows } = await tx.query<{ seq: number }>('select seq from inbox_positions where source = $1 for update', [
    source,
  ]);
  if (rows[0] !== undefined) return rows[0].seq;
  await tx.query('insert into inbox_positions (source) values ($1) on conflict do nothing', [source]);
  return lockPosition(tx, source);
}

/** Nothing is wrong with the event: the whole transaction is tried again. */
function isPassing(error: unknown): boolean {
  return isConnectionLoss(error) || isConflict(error);
}

function handle(tx: Transaction, handler: EventHandler, event: CloudEvent): Promise<NewEvent[]> {
  return inSpanOfEvent(event, 'handle', async () => followingFromHere(await handler.handle(tx, event)));
}

/** Runs a handler in a savepoint. @returns what it says, or why it failed; what it wrote is undone then */
export async function tryHandler(
  tx: Transaction,
  handler: EventHandler,
  event: CloudEvent,
): Promise<{ events: NewEvent[]; error?: unknown }> {
  await tx.query('savepoint handler');
  try {
    const events = await handle(tx, handler, event);
    await tx.query('release savepoint handler');
    return { events };
  } catch (error) {
    if (isPassing(error)) throw error;
    await tx.query('rollback to savepoint handler');
    return { events: [], error };
  }
}

/** @throws HandlerError */
export async function runHandler(tx: Transaction, handler: EventHandler, event: CloudEvent): Promise<NewEvent[]> {
  try {
    return await handle(tx, handler, event);
  } catch (error) {
    if (isPassing(error)) throw error;
    throw new HandlerError(`the handler of ${event.type} failed`, { cause: error });
  }
}

/** At the end of the transaction, because the sequence row stays locked from here to the commit. */
export async function appendOwn(tx: Transaction, events: NewEvent[]): Promise<void> {
  const [first] = events;
  if (first) await appendEvents(tx, producerOf[first.topic], events);
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 2000);
}
