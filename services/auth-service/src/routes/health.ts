import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';

export function health(service: string): Operation {
  return operation({
    method: 'get',
    path: '/api/auth/health',
    summary: 'Say that the service answers',
    answer: { status: 200, schema: z.object({ status: z.literal('healthy'), service: z.string() }) },
    handle: () => Promise.resolve({ status: 'healthy' as const, service }),
  });
}
