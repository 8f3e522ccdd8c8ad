import { z } from 'zod';

/** RFC 9457 problem details, the only shape of an error answer. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    version: z.int().optional().describe('the present version of what a request with If-Match was about'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
