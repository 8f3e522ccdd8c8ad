import { z } from 'zod';

/** One kind of request; connections take turns through all kinds of a load. */
export const requestSpec = z.object({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
});
export type RequestSpec = z.input<typeof requestSpec>;

/** What the parent tells the load process. */
export const loadOrder = z.object({
  port: z.int(),
  connections: z.int(),
  /** Both left out when every request is sent once: then all of them count. */
  warmUpMs: z.number().default(0),
  measureMs: z.number().default(Infinity),
  /** Every request is sent once, for those that can take effect once only. */
  once: z.boolean().default(false),
  /** So many are begun in a second, whether answers come or not; as many as possible when missing. */
  perSecond: z.number().optional(),
  requests: z.array(requestSpec).min(1),
});
export type LoadOrder = z.input<typeof loadOrder>;

/** What the load process found. */
export const loadResult = z.object({
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Answers by status; only those with 2xx count in the other numbers. */
  statuses: z.record(z.string(), z.int()),
});
export type LoadResult = z.infer<typeof loadResult>;
