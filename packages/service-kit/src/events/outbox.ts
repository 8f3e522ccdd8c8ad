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
 * (a `bigserial` would be neither: late commits and rollbacks leave holes). `time` is read behind that lock too.
 */
export async function appendEvents(tx: Transaction, source: string, events: NewEvent[]): Promise<CloudEvent[]> {
  if (events.length === 0) return [];
  const served = currentContext()?.traceparent;
  const fresh = events.map(({ type, subject, payload, traceparent = served }) => ({
    specversion: '1.0' as const,
    id: randomUUID(),
    source,
    type,
    subject,
    ...(traceparent === undefined ? {} : { traceparent }),
    data: { payload },
  }));
  const { rows } = await tx.query<{ before: number; time: string }>(insert, [
    fresh.map((event) => event.id),
    events.map((event) => event.topic),
    fresh.map((event) => event.subject),
    fresh.map((event) => JSON.stringify(event)),
    fresh.map((event) => isRevocation(event.type)),
  ]);
  const [given] = rows;
  if (given === undefined) throw new Error('outbox_sequence has no row');
  const { before, time } = given;
  return fresh.map((event, index) => Object.assign(event, { time, data: { seq: before + index + 1, ...event.data } }));
}

const insert = `with counter as (
    update outbox_sequence set last_seq = last_seq + cardinality($1::uuid[])
    returning last_seq - cardinality($1::uuid[]) as before,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time),
  written as (
    insert into outbox (seq, id, topic, subject, event, revoked_at)
    select before + place, id, topic, subject,
      jsonb_set(event, '{data,seq}', to_jsonb(before + place)) || jsonb_build_object('time', time),
      case when revokes then now() end
    from counter, unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::boolean[]) with ordinality
      as entry (id, topic, subject, event, revokes, place))
  select before, time, pg_notify('outbox', '') from counter`;
