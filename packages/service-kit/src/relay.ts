import { setTimeout as delay } from 'node:timers/promises';
import { cloudEvent, eventTopic, type CloudEvent, type EventTopic } from '@gym/contracts';
import type { Client } from 'pg';
import { z } from 'zod';
import type { Database, Queryable } from './database.js';
import { groupBy } from './group-by.js';
import type { Logger } from './logger.js';
import type { Sidecar } from './sidecar.js';

/** One replica relays at a time; the number only has to differ from node-pg-migrate's lock. */
const relayLock = 7_203_114;
const batchSize = 100;
const parallelPublishes = 16;
const pollMs = 1000;
const maxBackoffMs = 30_000;

const row = z.object({ seq: z.number(), topic: eventTopic, event: cloudEvent });
type Row = z.infer<typeof row>;

export interface Relay {
  stop(): Promise<void>;
}

/**
 * Publishes the outbox: NOTIFY is only a hint to look sooner, polling is the truth. Events of one subject leave
 * in order, different subjects in parallel. A crash between publishing and marking publishes again under the same id.
 */
export function startRelay(database: Database, sidecar: Sidecar, log: Logger): Relay {
  const stopping = new AbortController();
  let hinted = false;
  let wake = (): void => undefined;

  /** Also remembered while the relay is busy: a hint in the middle of a round means another round at once. */
  function hint(): void {
    hinted = true;
    wake();
  }

  /** Resolves at the next hint, after `ms`, or on stop. */
  async function waitForWork(ms: number): Promise<void> {
    if (!hinted && !stopping.signal.aborted) {
      const interrupted = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([interrupted, pause(ms, stopping.signal)]);
    }
    hinted = false;
  }

  async function relayWith(connection: Client): Promise<void> {
    connection.on('notification', hint);
    await connection.query('listen outbox');
    let backoff = pollMs;
    while (!stopping.signal.aborted) {
      const lock = await connection.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [relayLock]);
      if (lock.rows[0]?.mine !== true) {
        await pause(pollMs, stopping.signal);
      } else if ((await drain(connection, sidecar, log, stopping.signal)) === 'drained') {
        backoff = pollMs;
        await waitForWork(pollMs);
      } else {
        // New events must not shorten the wait: the sidecar would be asked as often as it refuses.
        await pause(backoff, stopping.signal);
        backoff = Math.min(backoff * 2, maxBackoffMs);
      }
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const connection = await database.connect();
        connection.on('error', hint);
        try {
          await relayWith(connection);
        } finally {
          await connection.end();
        }
      } catch (error) {
        log.warn('the outbox relay lost its database connection', { error });
        await pause(pollMs, stopping.signal);
      }
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Waits, but not longer than the service lives. */
function pause(ms: number, stop: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}

/** Publishes until nothing is left. @returns 'failed' as soon as the sidecar refuses an event */
async function drain(
  connection: Queryable,
  sidecar: Sidecar,
  log: Logger,
  stop: AbortSignal,
): Promise<'drained' | 'failed'> {
  for (;;) {
    const found = await connection.query(
      'select seq, topic, event from outbox where published_at is null order by seq limit $1',
      [batchSize],
    );
    const rows = z.array(row).parse(found.rows);
    if (rows.length === 0 || stop.aborted) return 'drained';
    const published = await publishInOrder(rows, sidecar, log);
    await connection.query('update outbox set published_at = now() where seq = any($1)', [published]);
    if (published.length < rows.length) return 'failed';
  }
}

/** One chain per subject; a failure ends its chain, so a later event of the subject never overtakes. */
async function publishInOrder(rows: Row[], sidecar: Sidecar, log: Logger): Promise<number[]> {
  const chains = [...groupBy(rows, (item) => `${item.topic} ${item.event.subject}`).values()];
  const published: number[] = [];
  async function worker(): Promise<void> {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift()) {
      for (const item of chain) {
        try {
          await publishEvent(sidecar, item.topic, item.event);
          published.push(item.seq);
        } catch (error) {
          log.warn('an event could not be published yet', { seq: item.seq, error });
          break;
        }
      }
    }
  }
  await Promise.all(Array.from({ length: parallelPublishes }, worker));
  return published;
}

function publishEvent(sidecar: Sidecar, topic: EventTopic, event: CloudEvent): Promise<void> {
  return sidecar.publish('pubsub', topic, event);
}
