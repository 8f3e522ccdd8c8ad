import { randomUUID } from 'node:crypto';
import { isRevocation, type CloudEvent, type EventTopic, type EventType } from '@gym/contracts';
import { currentContext } from '../context.js';
import type { Transaction } from '../database.js';

/** A fact to publish, checked against the payload schema of its type. */
export interface NewEvent {
  topic: EventTopic;
  type: string;
  /** Id of the aggregate: events of one subject keep their order. */
  subject: string;
  payload: unknown;
  /** Trace of what it follows from, where that is not the request being served. */
  traceparent?: string | undefined;
}

export function newEvent<Payload>(type: EventType<Payload>, subject: string | number, payload: Payload): NewEvent {
  return { topic: type.topic, type: type.type, subject: String(subject), payload: type.payload.parse(payload) };
}

/**
 * Writes facts into the outbox of the transaction that makes them true. Call it last: the sequence row stays
 * locked until the commit, which makes `seq` gap-free and equal to the commit order of this producer
 * (a `bigserial` would be neither: late commits and rollbacks leave holes).
 */
export async function appendEvents(tx: Transaction, source: string, events: NewEvent[]): Promise<CloudEvent[]> {
  if (events.length === 0) return [];
  const counter = await tx.query<{ last_seq: number }>(
    'update outbox_sequence set last_seq = last_seq + $1 returning last_seq',
    [events.length],
  );
  const lastSeq = counter.rows[0]?.last_seq;
  if (lastSeq === undefined) throw new Error('outbox_sequence has no row');
  const time = new Date().toISOString();
  const served = currentContext()?.traceparent;
  const cloudEvents = events.map(({ traceparent = served, ...event }, index): CloudEvent => ({
    specversion: '1.0',
    id: randomUUID(),
    source,
    type: event.type,
    subject: event.subject,
    time,
    ...(traceparent === undefined ? {} : { traceparent }),
    data: { seq: lastSeq - events.length + 1 + index, payload: event.payload },
  }));
  await tx.query(
    `insert into outbox (seq, id, topic, subject, event, revoked_at)
     select seq, id, topic, subject, event, case when revokes then now() end
     from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::boolean[])
       as event (seq, id, topic, subject, event, revokes)`,
    [
      cloudEvents.map((event) => event.data.seq),
      cloudEvents.map((event) => event.id),
      events.map((event) => event.topic),
      cloudEvents.map((event) => event.subject),
      cloudEvents.map((event) => JSON.stringify(event)),
      cloudEvents.map((event) => isRevocation(event.type)),
    ],
  );
  await tx.query(`select pg_notify('outbox', '')`);
  return cloudEvents;
}
