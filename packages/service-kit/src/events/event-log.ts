import { cloudEvent, type CloudEvent } from '@gym/contracts';
import { z } from 'zod';
import type { Database, Queryable } from '../database.js';
import { AppError } from '../errors.js';
import { operation, type Operation } from '../operation.js';
import { expectOk, type Sidecar } from '../sidecar.js';

export const eventLogPage = z.object({
  events: z.array(cloudEvent),
  last_seq: z.int(),
  /** The first one that is still kept; null when none is. Left out by producers of before. */
  first_seq: z.int().nullable().optional(),
});

const query = z.object({
  after: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

/**
 * `GET /internal/events?after=&limit=`: what this service published, in the order of its commits. Consumers read it
 * when the broker has kept something from them.
 */
export function readEventLog(database: Database): Operation {
  return operation({
    method: 'get',
    path: '/internal/events',
    summary: 'Events of this service after a number, in order',
    query,
    answer: { status: 200, schema: eventLogPage },
    refusals: [410],
    async handle({ query: { after, limit } }) {
      const kept = await keptSequence(database);
      const events = await eventsAfter(database, after, limit);
      const first = events[0]?.data.seq ?? kept.last_seq + 1;
      if (first > after + 1) {
        const detail = `The events after ${after} are no longer kept; the first one kept is ${first}.`;
        throw new AppError(410, 'events-expired', 'Gone', { detail });
      }
      return { events, ...kept };
    },
  });
}

/** More than any event has: the answer holds no event, only what numbers there are. */
const beyondAll = Number.MAX_SAFE_INTEGER;

/** Asks a producer which events it has. @throws AppError 503 when it does not answer */
export async function askExtent(
  sidecar: Sidecar,
  source: string,
): Promise<Pick<z.infer<typeof eventLogPage>, 'first_seq' | 'last_seq'>> {
  return expectOk(await sidecar.invoke(source, `/internal/events?after=${beyondAll}&limit=1`), eventLogPage);
}

export async function lastSequence(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ last_seq: number }>('select last_seq from outbox_sequence');
  return rows[0]?.last_seq ?? 0;
}

async function keptSequence(db: Queryable): Promise<{ last_seq: number; first_seq: number | null }> {
  const { rows } = await db.query<{ last_seq: number; first_seq: number | null }>(
    'select last_seq, (select min(seq) from outbox) as first_seq from outbox_sequence',
  );
  return rows[0] ?? { last_seq: 0, first_seq: null };
}

async function eventsAfter(db: Queryable, after: number, limit: number): Promise<CloudEvent[]> {
  const { rows } = await db.query('select event from outbox where seq > $1 order by seq limit $2', [after, limit]);
  return z
    .array(z.object({ event: cloudEvent }))
    .parse(rows)
    .map(({ event }) => event);
}
