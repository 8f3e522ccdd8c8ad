import { randomUUID } from 'node:crypto';
import { producerOf, type CloudEvent, type EventTopic } from '@gym/contracts';
import type { Database, Transaction } from '../database.js';
import type { Logger } from '../logger.js';
import { expectOk, type Sidecar } from '../sidecar.js';
import { appendOwn, HandlerError, lockPosition, messageOf, runHandler, tryHandler } from './database-ledger.js';
import { deleteDeadUpTo, insertDeadOfSnapshot } from './dead-events.js';
import type { EventHandler } from './event-handler.js';
import type { NewEvent } from './outbox.js';
import { lockPending, pendingRebuilds, saveFailure, saveProgress } from './rebuild-requests.js';
import { snapshotPage, type SnapshotEvent, type SnapshotPage } from './snapshot.js';

export interface RebuildDeps {
  database: Database;
  handlers: EventHandler[];
  /** Clears what is derived from the events of a producer, as far as the handlers do not overwrite it. */
  reset: ((tx: Transaction, source: string) => Promise<void>) | undefined;
  sidecar: Sidecar;
  log: Logger;
}

const pageSize = 500;

/** Carries out the rebuilds that were asked for. @returns true when one has been completed */
export async function rebuildPending(deps: RebuildDeps, signal: AbortSignal): Promise<boolean> {
  let completed = false;
  for (const source of await pendingRebuilds(deps.database)) {
    try {
      deps.log.warn('rebuilding what was derived from events', { source });
      let outcome = await nextPage(deps, source);
      while (outcome === 'more' && !signal.aborted) outcome = await nextPage(deps, source);
      if (outcome === 'more') continue;
      deps.log.warn('rebuilt what was derived from events', { source });
      completed = true;
    } catch (error) {
      deps.log.warn('a rebuild has to wait', { source, error });
      await saveFailure(deps.database, source, messageOf(error));
    }
  }
  return completed;
}

/** Handlers fail seldom: only a page that has such an event pays for a savepoint per event. */
async function nextPage(deps: RebuildDeps, source: string): Promise<'more' | 'done'> {
  try {
    return await applyPage(deps, source, false);
  } catch (error) {
    if (!(error instanceof HandlerError)) throw error;
    return applyPage(deps, source, true);
  }
}

/**
 * One page, its effects and the place behind it are one transaction, so a crash costs a page and any replica goes on.
 * The first page also clears the old state and moves the position to where the snapshot begins: live events flow
 * again from there, in between the pages. They wait while a page is fetched and applied, so that no page can undo
 * the effect of an event that it does not know yet.
 */
function applyPage({ database, handlers, reset, sidecar, log }: RebuildDeps, source: string, careful: boolean) {
  const byType = new Map(handlers.map((handler) => [handler.type, handler]));
  const topics = topicsOf(handlers, source);
  return database.transaction(async (tx) => {
    await lockPosition(tx, source);
    const state = await lockPending(tx, source);
    if (state === undefined) return 'done';
    // A topic that is no longer handled: begin anew.
    const index = Math.max(
      0,
      topics.findIndex((topic) => topic === state.topic),
    );
    const isFirst = topics[index] !== state.topic;
    const topic = topics[index];
    if (topic === undefined) {
      await saveProgress(tx, source, undefined, { applied: 0, failed: 0 });
      return 'done';
    }
    const page = await fetchPage(sidecar, source, topic, isFirst ? null : state.after_key);
    if (isFirst) await startOver(tx, source, page.last_seq, reset);

    const said: NewEvent[] = [];
    let failed = 0;
    let applied = 0;
    for (const item of page.events) {
      const handler = byType.get(item.type);
      if (handler === undefined) continue;
      const event = asEvent(source, page.last_seq, item);
      if (careful) {
        const { events, error } = await tryHandler(tx, handler, event);
        said.push(...events);
        if (error !== undefined) {
          log.error('an event of a snapshot is dead', { source, type: item.type, subject: item.subject, error });
          await insertDeadOfSnapshot(tx, event, messageOf(error));
          failed += 1;
          continue;
        }
      } else {
        said.push(...(await runHandler(tx, handler, event)));
      }
      applied += 1;
    }
    const following = topics[index + 1];
    const next = page.next !== null ? { topic, after: page.next } : following && { topic: following, after: null };
    await saveProgress(tx, source, next, { applied, failed });
    await appendOwn(tx, said);
    return next === undefined ? 'done' : 'more';
  });
}

/** Dead events up to here are told again by the snapshot, or are about what no longer is. */
async function startOver(tx: Transaction, source: string, lastSeq: number, reset: RebuildDeps['reset']): Promise<void> {
  await tx.query('update inbox_positions set seq = $2 where source = $1', [source, lastSeq]);
  await deleteDeadUpTo(tx, source, lastSeq);
  await reset?.(tx, source);
}

function topicsOf(handlers: EventHandler[], source: string): EventTopic[] {
  return [...new Set(handlers.map(({ topic }) => topic))].filter((topic) => producerOf[topic] === source).toSorted();
}

async function fetchPage(
  sidecar: Sidecar,
  source: string,
  topic: EventTopic,
  after: string | null,
): Promise<SnapshotPage> {
  const query = new URLSearchParams({ limit: String(pageSize), ...(after === null ? {} : { after }) });
  return expectOk(await sidecar.invoke(source, `/internal/snapshot/${topic}?${query.toString()}`), snapshotPage);
}

/** For handlers, which take events: this one was never published. */
function asEvent(source: string, lastSeq: number, { type, subject, payload }: SnapshotEvent): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source,
    type,
    subject,
    time: new Date().toISOString(),
    data: { seq: Math.max(1, lastSeq), payload },
  };
}
