import { SpanKind, SpanStatusCode, type Span } from '@opentelemetry/api';
import type { Request, Response } from 'express';
import { routePattern } from '../route-pattern.js';
import { startSpan } from './spans.js';

/** The span of a request that came through the sidecar; it ends with the answer. */
export function startServerSpan(parent: string, req: Request, res: Response, requestId: string): Span | undefined {
  const { method, path } = req;
  const span = startSpan(parent, method, {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': method, 'url.path': path.slice(0, 300), 'gym.request_id': requestId },
  });
  if (span) res.once('close', () => endServerSpan(span, `${method} ${routePattern(req)}`, res.statusCode));
  return span;
}

/** @param name of low cardinality, such as the method and the pattern of the route */
export function endServerSpan(span: Span, name: string, status: number): void {
  span.updateName(name);
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
