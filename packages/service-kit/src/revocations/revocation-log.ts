import { cloudEvent } from '@gym/contracts';
import { z } from 'zod';
import type { Database, Queryable } from '../database.js';
import { eventLogPage, lastSequence } from '../events/event-log.js';
import { operation, type Operation } from '../operation.js';
import { revocationMs } from './revocation-list.js';

export type RevocationPage = z.infer<typeof eventLogPage>;

/** Revocations in one answer; whoever gets so many asks again at once. */
export const revocationPageSize = 500;

/** Where replicas of all services ask what this one has taken back; also where the broker delivers it. */
export const revocationPath = '/internal/revocations';

/**
 * Events with a number above `after` that take something away and still matter. `last_seq` is where the next question
 * goes on; it is below `after` when this database was restored to a time before it.
 */
export async function revocationsAfter(db: Queryable, after: number): Promise<RevocationPage> {
  const lastSeq = await lastSequence(db);
  const { rows } = await db.query(
    `select event from outbox where seq > $1 and revoked_at > now() - make_interval(secs => $2) order by seq limit $3`,
    [after, revocationMs / 1000, revocationPageSize],
  );
  const events = z
    .array(z.object({ event: cloudEvent }))
    .parse(rows)
    .map(({ event }) => event);
  const isFull = events.length === revocationPageSize;
  return { events, last_seq: isFull ? (events.at(-1)?.data.seq ?? lastSeq) : lastSeq };
}

/** `GET /internal/revocations?after=` */
export function readRevocations(database: Database): Operation {
  return operation({
    method: 'get',
    path: revocationPath,
    summary: 'What makes access tokens worthless before they expire, after a number',
    query: z.object({ after: z.coerce.number().int().min(0) }),
    answer: { status: 200, schema: eventLogPage },
    handle: ({ query: { after } }) => revocationsAfter(database, after),
  });
}
