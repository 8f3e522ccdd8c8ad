import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';

export function health(service: string): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/health',
    summary: 'Say that the service answers',
    answer: { status: 200, schema: tournamentsApi.health },
    handle: () => Promise.resolve({ status: 'healthy' as const, service }),
  });
}
