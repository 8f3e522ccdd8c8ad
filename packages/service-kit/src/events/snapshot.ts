import { eventTopic, type EventTopic } from '@gym/contracts';
import { z } from 'zod';
import type { Database, Queryable } from '../database.js';
import { operation, type Operation } from '../operation.js';
import { lastSequence } from './event-log.js';
import type { NewEvent } from './outbox.js';

/**
 * A page of the events that lead a consumer who knows nothing to the present state: whole states, as of now or later.
 * @param after the `next` of the page before, null for the first page
 * @param limit of rows, each of which may be told in several events
 */
export type Snapshot = (
  db: Queryable,
  after: string | null,
  limit: number,
) => Promise<{ events: NewEvent[]; next: string | null }>;

export type Snapshots = Partial<Record<EventTopic, Snapshot>>;

export const snapshotEvent = z.object({ type: z.string(), subject: z.string(), payload: z.unknown() });
export type SnapshotEvent = z.infer<typeof snapshotEvent>;

/** Every event up to `last_seq` is contained in the rows of this page and those after it. */
export const snapshotPage = z.object({
  events: z.array(snapshotEvent),
  next: z.string().nullable(),
  last_seq: z.int(),
});
export type SnapshotPage = z.infer<typeof snapshotPage>;

const query = z.object({
  after: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

/** `GET /internal/snapshot/<topic>?after=&limit=` for consumers that missed more than the event log keeps. */
export function snapshotOperations(database: Database, snapshots: Snapshots): Operation[] {
  return eventTopic.options.flatMap((topic) => {
    const snapshot = snapshots[topic];
    return snapshot === undefined ? [] : [snapshotOperation(database, topic, snapshot)];
  });
}

function snapshotOperation(database: Database, topic: EventTopic, snapshot: Snapshot): Operation {
  return operation({
    method: 'get',
    path: `/internal/snapshot/${topic}`,
    summary: `The present state, told as events of ${topic}`,
    query,
    answer: { status: 200, schema: snapshotPage },
    async handle({ query: { after, limit } }) {
      // Before the rows: what is committed in between is in the rows and comes again as an event, and nothing is missed.
      const lastSeq = await lastSequence(database);
      const page = await snapshot(database, after ?? null, limit);
      const events = page.events.map(({ type, subject, payload }) => ({ type, subject, payload }));
      return { events, next: page.next, last_seq: lastSeq };
    },
  });
}
