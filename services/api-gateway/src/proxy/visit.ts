import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  endServerSpan,
  logAccess,
  observeRequest,
  requestIdFrom,
  secondsSince,
  SpanKind,
  startRootSpan,
  toAppError,
  traceIdOf,
  traceparentFrom,
  traceparentOf,
  unmatched,
  unrecorded,
  type Logger,
  type Span,
} from '@gym/service-kit';
import { discardBody } from './body.js';
import type { Cors } from './cors.js';

/** One request to the API, from its arrival to the line in the access log. */
export interface Visit {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  readonly traceparent: string;
  /** Without the query, which may hold what logs must not. */
  readonly path: string;
  /** Headers of every answer, as a flat list. */
  readonly headers: readonly string[];
  readonly log: Logger;
  /** For figures and traces, of which there must be few: `/api/<name>/**` once it is known. */
  route: string;
}

export interface Watch {
  log: Logger;
  /** Of the requests, 0 to 1, whatever their senders want. */
  recordedShare: number;
}

export function beginVisit(req: IncomingMessage, res: ServerResponse, cors: Cors, watch: Watch): Visit {
  const { log } = watch;
  const start = process.hrtime.bigint();
  const requestId = requestIdFrom(single(req.headers['x-request-id']));
  const outside = single(req.headers['traceparent']);
  const method = req.method ?? '';
  const path = (req.url ?? '').split('?', 1)[0]?.slice(0, 300) ?? '';
  const isRecorded = !hasSecret(req.url) && watch.recordedShare > 0 && Math.random() < watch.recordedShare;
  const span = isRecorded ? startVisitSpan(outside, method, path, requestId) : undefined;
  const traceparent = span ? traceparentOf(span) : unrecorded(traceparentFrom(outside));
  const fields = { request_id: requestId, trace_id: traceIdOf(traceparent) };
  const headers = [
    'x-request-id',
    requestId,
    'x-content-type-options',
    'nosniff',
    ...cors.headersFor(req.headers.origin),
  ];
  const visit: Visit = { req, res, requestId, traceparent, path, headers, log, route: unmatched };
  res.once('close', () => {
    logAccess(log, res, { method, path, start, fields });
    observeRequest(method, visit.route, res.statusCode, secondsSince(start));
    if (span) endServerSpan(span, `${method} ${visit.route}`, res.statusCode);
  });
  return visit;
}

/** Sidecars write the whole address into their spans, of which nobody is to learn a secret. */
function hasSecret(target: string | undefined): boolean {
  return target !== undefined && /[?&]secret=/.test(target);
}

function startVisitSpan(outside: string | undefined, method: string, path: string, requestId: string): Span {
  const attributes = { 'http.request.method': method, 'url.path': path, 'gym.request_id': requestId };
  return startRootSpan(outside, method, { kind: SpanKind.SERVER, attributes });
}

/** Answers with a problem. Causes go to the log, never to the client. */
export function refuse(visit: Visit, error: unknown): void {
  const refusal = toAppError(error);
  if (refusal.status >= 500) {
    const cause = refusal.cause instanceof Error ? refusal.cause.message : refusal.cause;
    // A bug of ours needs its stack; a service that is away is one line per request.
    const detail = refusal.status === 500 ? { error: refusal } : { cause };
    visit.log.warn(refusal.message, { request_id: visit.requestId, path: visit.path, ...detail });
  }
  const { req, res } = visit;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(refusal.toProblem(visit.path.slice(0, 200), visit.requestId)));
  const length = ['content-length', String(body.length)];
  const type = ['content-type', 'application/problem+json; charset=utf-8', 'cache-control', 'no-store'];
  res.writeHead(refusal.status, [...visit.headers, ...type, ...length, ...Object.entries(refusal.headers).flat()]);
  res.end(body);
  discardBody(req);
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
