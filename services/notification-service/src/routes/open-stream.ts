import { notificationsApi } from '@gym/contracts';
import { AppError, operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';

/** Describes the stream, and refuses it to those who come through the gateway: see `sockets/event-stream.ts`. */
export function openStream(): Operation {
  return operation({
    method: 'get',
    path: '/api/notifications/stream',
    summary: 'Live updates for EventSource, at the address that comes with a ticket (stream_url)',
    query: notificationsApi.streamQuery,
    answer: { status: 200, schema: z.string(), type: 'text/event-stream' },
    refusals: [401, 403, 421, 422],
    handle() {
      const detail = 'A stream is opened at the address that comes with its ticket as stream_url.';
      throw new AppError(421, 'misdirected', 'Misdirected request', { detail });
    },
  });
}
