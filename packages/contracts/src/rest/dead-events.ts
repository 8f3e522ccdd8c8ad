import { z } from 'zod';
import { pathId } from '../fields.js';

/** An event that a service could not apply: its handler failed, or it waits behind one whose handler did. */
export const deadEvent = z
  .object({
    id: z.int(),
    /** The service that published it. */
    source: z.string(),
    seq: z.int(),
    type: z.string(),
    subject: z.string(),
    error: z.string(),
    attempts: z.int(),
    failed_at: z.iso.datetime(),
    /** When it is tried again by itself; null: not before a person decides. */
    retry_at: z.iso.datetime().nullable(),
    time: z.iso.datetime({ offset: true }),
    payload: z.unknown(),
  })
  .meta({ id: 'DeadEvent' });
export type DeadEvent = z.infer<typeof deadEvent>;

export const deadEventId = z.object({ id: pathId });
/** Newest first; `cursor` is what `next_cursor` of the page before said. */
export const deadEventQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: pathId.optional(),
});
export const deadEventPage = z
  .object({ items: z.array(deadEvent), next_cursor: z.string().nullable(), total: z.int() })
  .meta({ id: 'DeadEventPage' });

/** What became of the dead events of one subject: those before the first that failed again took effect. */
export const replayed = z.object({ replayed: z.int(), error: z.string().nullable() }).meta({ id: 'Replayed' });
/** `replayed` counts those that had waited behind the dropped one. */
export const dropped = replayed.extend({ dropped: deadEvent }).meta({ id: 'Dropped' });
