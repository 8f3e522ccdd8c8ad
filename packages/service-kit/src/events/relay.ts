import { cloudEvent, eventTopic, isRevocation, type CloudEvent, type EventTopic } from '@gym/contracts';
import type { Client } from 'pg';
import { z } from 'zod';
import type { Database, Queryable, Transaction } from '../database.js';
import { groupBy } from '../group-by.js';
import type { Logger } from '../logger.js';
import { countPublished } from '../metrics/event-metrics.js';
import type { Sidecar } from '../sidecar.js';
import { beginPublication } from './event-spans.js';

/** One replica relays at a time; the number only has to differ from node-pg-migrate's lock. */
const relayLock = 7_203_114;
/** One request to the sidecar; measured: bulk takes twice the events per second of single ones. */
const batchSize = 200;
const maxAttempts = 10;
const pollMs = 1000;
/** Events that come one after the other go together: a round costs all services more than the events in it (measured). */
const gatherMs = 10;
const maxBackoffMs = 30_000;

const row = z.object({ seq: z.number(), topic: eventTopic, event: cloudEvent });
type Row = z.infer<typeof row>;

export interface Relay {
  stop(): Promise<void>;
}

/**
 * Publishes the outbox: NOTIFY is only a hint to look sooner, polling is the truth. Batches leave in the order of
 * `seq`; within one the broker may mix them, which consumers mend by that number. A crash between publishing and
 * marking publishes again under the same id.
 */
export function startRelay(database: Database, sidecar: Sidecar, log: Logger): Relay {
  let stopped = false;
  let hinted = false;
  let wakeByHint = (): void => undefined;
  let wakeByStop = (): void => undefined;

  /** Also remembered while the relay is busy: a hint in the middle of a round means another round at once. */
  function hint(): void {
    hinted = true;
    wakeByHint();
  }

  /** Waits for `ms` or until the stop; for `work` also until the next hint. */
  async function sleep(ms: number, reason: 'work' | 'backoff'): Promise<void> {
    if (!stopped && !(hinted && reason === 'work')) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wakeByStop = () => {
          clearTimeout(timer);
          resolve();
        };
        wakeByHint = reason === 'work' ? wakeByStop : () => undefined;
      });
    }
    if (reason === 'work') hinted = false;
  }

  async function relayWith(connection: Client): Promise<void> {
    connection.on('notification', hint);
    await connection.query('listen outbox');
    let isMine = false;
    let backoff = pollMs;
    while (!stopped) {
      isMine ||= await tryLock(connection);
      if (!isMine) {
        await sleep(pollMs, 'backoff');
      } else if ((await drain(connection, sidecar, log, () => stopped)) === 'drained') {
        backoff = pollMs;
        await sleep(gatherMs, 'backoff');
        await sleep(pollMs, 'work');
      } else {
        // New events must not shorten the wait: the sidecar would be asked as often as it refuses.
        await sleep(backoff, 'backoff');
        backoff = Math.min(backoff * 2, maxBackoffMs);
      }
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
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
        await sleep(pollMs, 'backoff');
      }
    }
  }

  const running = run();
  return {
    async stop() {
      stopped = true;
      wakeByStop();
      await running;
    },
  };
}

/** Held by the connection until it ends. */
async function tryLock(connection: Queryable): Promise<boolean> {
  const lock = await connection.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [relayLock]);
  return lock.rows[0]?.mine === true;
}

/** Publishes until nothing is left. @returns 'failed' when the sidecar or the broker does not take events right now */
async function drain(
  connection: Queryable,
  sidecar: Sidecar,
  log: Logger,
  isStopped: () => boolean,
): Promise<'drained' | 'failed'> {
  while (!isStopped()) {
    const rows = await nextBatch(connection);
    let failed = false;
    for (const [topic, batch] of groupBy(rows, (item) => item.topic)) {
      try {
        failed = (await publish(connection, sidecar, topic, batch, log)) > 0 || failed;
      } catch (error) {
        log.warn('events cannot be published yet', { topic, first_seq: batch[0]?.seq, error });
        failed = true;
      }
    }
    if (failed) return 'failed';
    if (rows.length < batchSize) return 'drained';
  }
  return 'drained';
}

/** @returns how many of the batch the broker refused */
async function publish(
  connection: Queryable,
  sidecar: Sidecar,
  topic: EventTopic,
  batch: Row[],
  log: Logger,
): Promise<number> {
  const publications = batch.map(({ event }) => beginPublication(event));
  const events = publications.map(({ event }) => event);
  const refused = await sidecar.publishBulk('pubsub', topic, events).finally(() => {
    for (const { span } of publications) span?.end();
  });
  const taken = batch.filter(({ event }) => !refused.has(event.id));
  await markPublished(connection, taken);
  for (const { event } of taken) countPublished(event);
  await announceRevocations(sidecar, events, log);
  for (const { seq, event } of batch) {
    const reason = refused.get(event.id);
    if (reason !== undefined) await markRefused(connection, seq, reason, log);
  }
  return refused.size;
}

/** Every replica of every service hears of them at once; a replica that does not asks within a second. */
async function announceRevocations(sidecar: Sidecar, events: CloudEvent[], log: Logger): Promise<void> {
  const revocations = events.filter(({ type }) => isRevocation(type));
  if (revocations.length === 0) return;
  await sidecar.publishBulk('pubsub-broadcast', 'revocations', revocations).catch((error: unknown) => {
    log.warn('revocations were not announced', { error });
  });
}

async function nextBatch(connection: Queryable): Promise<Row[]> {
  const { rows } = await connection.query(
    `select seq, topic, event from outbox where published_at is null and dead_at is null order by seq limit $1`,
    [batchSize],
  );
  return z.array(row).parse(rows);
}

async function markPublished(connection: Queryable, rows: Row[]): Promise<void> {
  await connection.query('update outbox set published_at = now() where seq = any($1)', [rows.map(({ seq }) => seq)]);
}

/** An event that the broker refuses again and again steps aside; consumers pull it, and `redrive` tries again. */
async function markRefused(connection: Queryable, seq: number, reason: string, log: Logger): Promise<void> {
  const { rows } = await connection.query<{ attempts: number }>(
    `update outbox set attempts = attempts + 1, last_error = $2,
       dead_at = case when attempts + 1 >= $3 then now() end
     where seq = $1 returning attempts`,
    [seq, reason.slice(0, 1000), maxAttempts],
  );
  log.warn('the broker refused an event', { seq, reason, attempts: rows[0]?.attempts });
}

/** Tries to publish the dead events again. @returns how many */
export async function redrive(tx: Transaction): Promise<number> {
  const { rowCount } = await tx.query('update outbox set dead_at = null, attempts = 0 where dead_at is not null');
  await tx.query(`select pg_notify('outbox', '')`);
  return rowCount ?? 0;
}
