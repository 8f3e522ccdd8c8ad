import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notificationsApi } from '@gym/contracts';
import {
  AppError,
  forbidden,
  invalidFields,
  toAppError,
  toFault,
  unauthorized,
  unavailable,
  type Front,
} from '@gym/service-kit';
import { mayRead, ownTopics } from '../domain/holder.js';
import type { Wire } from './connection.js';
import type { Hub } from './hub.js';
import { isAllowed } from './origins.js';
import type { Gate } from './upgrade.js';

const path = '/api/notifications/stream';

/**
 * Streams of events (https://html.spec.whatwg.org/multipage/server-sent-events.html) with the frames of the sockets, for
 * pages that use `EventSource`. In front of everything else, as sockets are: clients come here directly, and a stream
 * is no request whose time anybody measures. What comes through the sidecar would keep the gateway's connections busy,
 * and is left to the operation of the same path.
 */
export function serveEventStreams(gate: Gate): Front {
  return (req, res) => {
    if (req.url?.split('?', 1)[0] !== path || req.headers['dapr-api-token'] !== undefined) return false;
    open(req, res, gate).catch((error: unknown) => {
      const refusal = toAppError(error);
      if (refusal.status >= 500) gate.log.warn('a stream cannot be opened', { error: refusal });
      refuse(res, refusal);
    });
    return true;
  };
}

async function open(
  req: IncomingMessage,
  res: ServerResponse,
  { tickets, hub, allowedOrigins, log }: Gate,
): Promise<void> {
  const { origin } = req.headers;
  if (!isAllowed(origin, allowedOrigins)) throw forbidden('This page may not open streams.', 'foreign-page');
  if (origin !== undefined) res.setHeader('access-control-allow-origin', origin).setHeader('vary', 'origin');
  if (req.method !== 'GET') {
    const detail = 'A stream is opened with GET.';
    throw new AppError(405, 'method-not-allowed', 'Method not allowed', { detail, headers: { allow: 'GET' } });
  }
  requireStaying(hub);
  const query = new URLSearchParams(req.url?.split('?', 2)[1]);
  const asked = notificationsApi.streamQuery.safeParse(Object.fromEntries(query));
  if (asked.error) throw invalidFields(asked.error.issues.map(toFault), 422);
  const holder = await tickets.redeem(asked.data.ticket).catch((error: unknown) => {
    throw unavailable('Live connections cannot be opened right now.', error);
  });
  if (holder === undefined) throw unauthorized('The ticket is not valid: get a new one.', 'ticket-not-valid');
  const topics = asked.data.topics ?? ownTopics(holder);
  const foreign = topics.find((topic) => !mayRead(holder, topic));
  if (foreign !== undefined) throw forbidden(`The topic ${foreign} is not for you.`, 'topic-not-yours');
  if (res.destroyed) return;
  // It may have begun to stop while the ticket was checked; what is opened now nobody would close.
  requireStaying(hub);
  // The last header is for nginx, which would keep frames until it has a few KiB of them.
  res.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  let code = 1006;
  const client = hub.add(
    wireOf(res, {
      isAlive: () => client.isAlive(),
      closesWith: (reason) => (code = reason),
    }),
    holder,
  );
  res.on('error', (error) => log.debug('a stream failed', { error }));
  res.on('close', () => client.hasClosed(code));
  const hasSeen = req.headers['last-event-id'] !== undefined;
  client.subscribe(topics, hasSeen ? Object.fromEntries(topics.map((topic) => [topic, 0])) : {});
}

function requireStaying(hub: Hub): void {
  if (hub.isClosing) throw unavailable('This is restarting.');
}

interface Signs {
  isAlive(): void;
  closesWith(code: number): void;
}

function wireOf(res: ServerResponse, { isAlive, closesWith }: Signs): Wire {
  return {
    get isOpen() {
      return !res.writableEnded && !res.destroyed;
    },
    get buffered() {
      return res.writableLength;
    },
    send({ json, seq }) {
      res.write(`${seq === undefined ? '' : `id: ${seq}\n`}data: ${json.toString()}\n\n`);
    },
    close(code, reason) {
      closesWith(code);
      res.end(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`);
    },
    // It cannot answer; who has taken all that was sent is there.
    ping() {
      if (!res.writableEnded && res.writableLength === 0) isAlive();
    },
    terminate: () => res.destroy(),
  };
}

function refuse(res: ServerResponse, refusal: AppError): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const headers = { ...refusal.headers, 'content-type': 'application/problem+json' };
  res.writeHead(refusal.status, headers).end(JSON.stringify(refusal.toProblem(path, randomUUID())));
}
