import { z } from 'zod';
import type { Queryable } from '../database.js';

export const outboxStatus = z.object({
  last_seq: z.int(),
  unpublished: z.int(),
  /** Seconds since the oldest of them was committed. */
  oldest_unpublished_s: z.number().nullable(),
  /** Refused by the broker for good; consumers pull them all the same. */
  dead: z.int(),
});
export type OutboxStatus = z.infer<typeof outboxStatus>;

export async function readOutboxStatus(database: Queryable): Promise<OutboxStatus> {
  const { rows } = await database.query(
    `select (select last_seq from outbox_sequence) as last_seq,
       (select count(*) from outbox where published_at is null and dead_at is null) as unpublished,
       (select extract(epoch from now() - (event->>'time')::timestamptz)::float8 from outbox
        where published_at is null and dead_at is null order by seq limit 1) as oldest_unpublished_s,
       (select count(*) from outbox where dead_at is not null) as dead`,
  );
  return outboxStatus.parse(rows[0]);
}
