import type { Database } from '../database.js';
import { appendOwn, lockPosition, messageOf, tryHandler } from './database-ledger.js';
import { dueSubjects, findDead, lockSubject, markFailed, removeDead, type DeadEvent } from './dead-events.js';
import type { EventHandler } from './event-handler.js';
import type { NewEvent } from './outbox.js';

/**
 * Tries the dead events of one aggregate again, in their order, up to the first that fails again.
 * Live events of the producer wait meanwhile, so that none overtakes.
 * @returns how many took effect, and why it ended early if it did
 */
export async function replaySubject(
  database: Database,
  handlers: EventHandler[],
  source: string,
  subject: string,
): Promise<{ replayed: number; error?: string }> {
  return database.transaction(async (tx) => {
    await lockPosition(tx, source);
    const said: NewEvent[] = [];
    let replayed = 0;
    let error: string | undefined;
    for (const dead of await lockSubject(tx, source, subject)) {
      const handler = handlers.find(({ type }) => type === dead.type);
      const outcome = handler && (await tryHandler(tx, handler, dead.event));
      if (outcome?.error !== undefined) {
        error = messageOf(outcome.error);
        await markFailed(tx, dead.id, dead.attempts + 1, error);
        break;
      }
      said.push(...(outcome?.events ?? []));
      await removeDead(tx, dead.id);
      replayed += 1;
    }
    await appendOwn(tx, said);
    return error === undefined ? { replayed } : { replayed, error };
  });
}

/** Tries what is due by itself; a person can do so at any time. */
export async function replayDue(database: Database, handlers: EventHandler[]): Promise<void> {
  for (const { source, subject } of await dueSubjects(database, 100)) {
    await replaySubject(database, handlers, source, subject);
  }
}

/** The decision that an event shall have no effect; what waits behind it is tried at once. */
export async function dropDead(
  database: Database,
  handlers: EventHandler[],
  id: number,
): Promise<{ dropped: DeadEvent; replayed: number; error?: string } | undefined> {
  const found = await findDead(database, id);
  if (found === undefined) return undefined;
  const dropped = await database.transaction(async (tx) => {
    await lockPosition(tx, found.source);
    return removeDead(tx, id);
  });
  if (dropped === undefined) return undefined;
  return { dropped, ...(await replaySubject(database, handlers, dropped.source, dropped.subject)) };
}
