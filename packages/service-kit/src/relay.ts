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

/** Publishes until nothing is left. @returns 'failed' as soon as the sidecar refuses an event */
async function drain(
  connection: Queryable,
  sidecar: Sidecar,
  log: Logger,
  isStopped: () => boolean,
): Promise<'drained' | 'failed'> {
  for (;;) {
    const found = await connection.query(
      'select seq, topic, event from outbox where published_at is null order by seq limit $1',
      [batchSize],
    );
    const rows = z.array(row).parse(found.rows);
    if (rows.length === 0 || isStopped()) return 'drained';
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
