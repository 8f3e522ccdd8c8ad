import { timingSafeEqual } from 'node:crypto';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { currentContext, requestIdFrom, runInContext } from './context.js';
import { forbidden } from './errors.js';
import type { Logger } from './logger.js';
import { observeRequest, secondsSince } from './metrics/requests.js';
import { routePattern } from './route-pattern.js';
import { markerHeader } from './sidecar.js';
import { startServerSpan } from './tracing/server-span.js';
import { traceparentOf } from './tracing/spans.js';
import { isRecorded, traceparentFrom, unrecorded } from './tracing/traceparent.js';

/** An Express app that knows request ids, traces and its access log, and nothing else yet. */
export function createApp(appId: string, appToken: string, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  // Entity tags are set where a resource has a version; hashing every body costs more than it saves.
  app.set('etag', false);
  app.use(requestContext(appId, senderCheck(appToken)), accessLog(log));
  return app;
}

function requestContext(appId: string, isFromSidecar: SenderCheck): RequestHandler {
  return (req, res, next) => {
    const requestId = requestIdFrom(req.get('x-request-id'));
    res.setHeader('x-request-id', requestId);
    res.setHeader(markerHeader, appId);
    const given = traceparentFrom(req.get('traceparent'));
    // Who is not one of us cannot make us record anything.
    const parent = isRecorded(given) && !isFromSidecar(req) ? unrecorded(given) : given;
    const span = startServerSpan(parent, req, res, requestId);
    runInContext({ requestId, traceparent: span ? traceparentOf(span) : parent }, next);
  };
}

/** Asked every second. */
const routine = new Set(['/healthz', '/readyz', '/internal/revocations']);

/** One line per request, at its end. What is routine is logged only when it fails. */
function accessLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const start = process.hrtime.bigint();
    const { method } = req;
    const path = req.path.slice(0, 300);
    res.once('close', () => {
      observeRequest(method, routePattern(req), res.statusCode, secondsSince(start));
      if (routine.has(path) && res.statusCode < 400) return;
      logAccess(log, res, { method, path, start, fields: { user_id: currentContext()?.userId } });
    });
    next();
  };
}

export interface AccessEntry {
  method: string;
  path: string;
  /** As `process.hrtime.bigint()` said at the request's begin. */
  start: bigint;
  fields: Record<string, unknown>;
}

/** The access log line of a response that is over. */
export function logAccess(log: Logger, res: ServerResponse, { method, path, start, fields }: AccessEntry): void {
  log.log(res.statusCode >= 500 ? 'warn' : 'info', `${method} ${path} ${res.statusCode}`, {
    method,
    path,
    status: res.statusCode,
    ms: Math.round(secondsSince(start) * 1e5) / 100,
    ...(res.writableFinished ? {} : { aborted: true }),
    ...fields,
  });
}

type SenderCheck = (req: Request) => boolean;

/** Tells what came through this service's own sidecar, which alone knows the token. */
function senderCheck(appToken: string): SenderCheck {
  const expected = Buffer.from(appToken);
  return (req) => {
    const given = Buffer.from(req.get('dapr-api-token') ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

/** Refuses requests that did not come through this service's own sidecar. */
export function onlyThroughSidecar(appToken: string): RequestHandler {
  const isFromSidecar = senderCheck(appToken);
  return (req, _res, next) => {
    if (!isFromSidecar(req)) {
      throw forbidden('This service is reached through the gateway.', 'not-through-sidecar');
    }
    next();
  };
}

/**
 * An HTTP server with the settings the sidecar needs: it keeps idle connections for 90 s,
 * and a server that closes them earlier makes some of its requests fail.
 */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(listener);
  server.keepAliveTimeout = 95_000;
  server.headersTimeout = 100_000;
  server.requestTimeout = 60_000;
  return server;
}

/** @returns the port, which matters when 0 was asked for */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { port: actual } = server.address() as AddressInfo;
      resolve(actual);
    });
  });
}

/** Stops accepting, lets running requests finish for `graceMs`, then cuts the rest. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}
