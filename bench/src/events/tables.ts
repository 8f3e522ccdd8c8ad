import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@gym/service-kit';
import { restartService } from '../stack.js';
import { producer, type EventWorld } from './world.js';

/** What the tables take on disk with their indexes, KiB. */
export interface Sizes {
  outbox: number;
  inbox: number;
}

/**
 * A week passes: the published events become old, and the service deletes them, which it does at its start and every
 * hour. VACUUM, which PostgreSQL does by itself within a minute, makes their room usable again.
 */
export async function passWeek({ outbox, inboxes }: EventWorld): Promise<void> {
  await outbox.query(
    `update outbox set published_at = published_at - interval '8 days' where published_at is not null`,
  );
  await restartService(producer);
  while ((await count(outbox)) > 0) await delay(100);
  for (const database of [outbox, ...inboxes]) await database.query('vacuum');
}

async function count(outbox: Database): Promise<number> {
  const { rows } = await outbox.query<{ count: number }>(
    `select count(*) as count from outbox where published_at < now() - interval '7 days'`,
  );
  return rows[0]?.count ?? 0;
}

export async function sizes({ outbox, inboxes }: EventWorld): Promise<Sizes> {
  const inbox = await Promise.all(
    inboxes.flatMap((database) => ['inbox_positions', 'dead_events'].map((table) => kibibytes(database, table))),
  );
  return { outbox: await kibibytes(outbox, 'outbox'), inbox: inbox.reduce((sum, size) => sum + size, 0) };
}

async function kibibytes(database: Database, table: string): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>('select pg_total_relation_size($1::regclass) as bytes', [
    table,
  ]);
  return (rows[0]?.bytes ?? 0) / 1024;
}
