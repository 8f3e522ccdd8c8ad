import { randomUUID } from 'node:crypto';
import type { DatabaseName, Databases } from '../run/databases.js';

export interface ForeignEvent {
  topic: string;
  source: string;
  type: string;
  subject: string;
  payload: unknown;
}

/** Writes events into the outbox of a service behind its back. @returns the number of the last one */
export function appendForeign(
  databases: Databases,
  producer: DatabaseName,
  { topic, source, type, subject, payload }: ForeignEvent,
  count: number,
): Promise<number> {
  return databases.transaction(producer, async (client) => {
    const { rows } = await client.query<{ last_seq: number }>(
      'update outbox_sequence set last_seq = last_seq + $1 returning last_seq',
      [count],
    );
    const last = rows[0]?.last_seq ?? 0;
    const time = new Date().toISOString();
    const events = Array.from({ length: count }, (_, index) => {
      const seq = last - count + 1 + index;
      return { specversion: '1.0', id: randomUUID(), source, type, subject, time, data: { seq, payload } };
    });
    await client.query(
      `insert into outbox (seq, id, topic, subject, event)
       select (event->'data'->>'seq')::bigint, (event->>'id')::uuid, $1, event->>'subject', event
       from unnest($2::jsonb[]) as event`,
      [topic, events.map((event) => JSON.stringify(event))],
    );
    await client.query(`select pg_notify('outbox', '')`);
    return last;
  });
}
