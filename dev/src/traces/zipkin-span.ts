import { z } from 'zod';

/** Of the format (https://zipkin.io/zipkin-api/#/default/post_spans) what is shown. Times are microseconds. */
export const zipkinSpan = z.object({
  traceId: z.string().regex(/^[\da-f]{16,32}$/),
  id: z.string().regex(/^[\da-f]{16}$/),
  parentId: z.string().optional(),
  name: z.string().default(''),
  kind: z.string().optional(),
  timestamp: z.number().default(0),
  duration: z.number().default(0),
  localEndpoint: z.object({ serviceName: z.string().default('') }).prefault({}),
  tags: z.record(z.string(), z.string()).default({}),
});
export type ZipkinSpan = z.infer<typeof zipkinSpan>;

/** What the gateway and the services call the request that a span belongs to. */
export const requestIdTag = 'gym.request_id';
