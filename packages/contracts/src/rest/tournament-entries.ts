import { z } from 'zod';
import { id, line, pathId } from '../fields.js';
import { answers } from './entry-questions.js';

/** Why something is done to somebody. */
export const refusal = z.object({ reason: line(500) }).meta({ id: 'Refusal' });
const earlier = z
  .enum(['keep', 'annul'])
  .default('keep')
  .describe('after the draw: whether earlier results in tables count; brackets keep them');
export const leaving = z.object({ reason: line(500).optional(), earlier }).meta({ id: 'Leaving' });
export type Leaving = z.infer<typeof leaving>;
export const disqualification = z.object({ reason: line(500), earlier }).meta({ id: 'Disqualification' });
export const comingBack = z.object({ reason: line(500).optional() }).meta({ id: 'Return' });

export const substitution = z
  .object({ name: line(120), user_id: id.nullable().default(null), reason: line(500).optional() })
  .meta({ id: 'Substitution' });

export const entryPatch = z
  .object({ name: line(120), answers, category_id: id })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'EntryPatch' });

/** A list with a header: `name`, and if wanted `user_id`, `category`, `seed` and the keys of entry questions. */
export const importText = z.object({ csv: z.string().min(1).max(1_000_000) }).meta({ id: 'ParticipantImport' });
export const importFault = z.object({
  line: z.int().describe('from 1, the header included'),
  column: z.string().nullable().describe('name of the column; null: the whole line'),
  message: z.string(),
});
export type ImportFault = z.infer<typeof importFault>;
export const importPreview = z
  .object({
    rows: z.int(),
    approved: z.int().describe('how many would get a place'),
    waitlisted: z.int(),
    faults: z.array(importFault).describe('the first 200; with any of them nothing is imported'),
    fault_count: z.int(),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof importPreview>;
export const imported = z
  .object({ approved: z.int(), waitlisted: z.int(), message: z.string() })
  .meta({ id: 'ParticipantsImported' });

/** The order of a draw: by entry, as staff say, or by chance. Places that are locked stay in a chance order. */
export const seeding = z
  .discriminatedUnion('method', [
    z.object({ method: z.literal('entry'), category_id: id.optional() }),
    z.object({
      method: z.literal('manual'),
      category_id: id.optional(),
      order: z
        .array(z.object({ participant_id: id, locked: z.boolean().default(false) }))
        .max(10_000)
        .describe('the top seed first; who is not named follows in the order of entry'),
    }),
    z.object({
      method: z.literal('random'),
      category_id: id.optional(),
      random_seed: z
        .int()
        .min(0)
        .max(2_147_483_647)
        .optional()
        .describe('the same number gives the same order of the same people'),
    }),
  ])
  .meta({ id: 'Seeding' });
export type Seeding = z.infer<typeof seeding>;
export const seedingQuery = z.object({
  category_id: pathId.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: pathId.optional(),
});
export const seedingView = z
  .object({
    method: z.enum(['entry', 'manual', 'random']),
    random_seed: z.int().nullable(),
    items: z.array(z.object({ place: z.int(), participant_id: id, name: z.string(), locked: z.boolean() })),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'SeedingView' });
