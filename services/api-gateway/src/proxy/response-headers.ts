import type { IncomingHttpHeaders } from 'node:http';
import { cacheTagsHeader, lengthHeader, markerHeader } from '@gym/service-kit';

/** Hop-by-hop (RFC 9110), set by ourselves, or nobody's business outside. */
const dropped = new Set([
  'connection',
  'content-length',
  'date',
  'forwarded',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'server',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-powered-by',
  'x-request-id',
  cacheTagsHeader,
  lengthHeader,
  markerHeader,
]);
const droppedFamilies = /^(?:dapr-|grpc-|x-forwarded-|access-control-)/;

/** A service's answer as the client may see it: a flat list that begins with the gateway's `own` headers. */
export function responseHeaders(headers: IncomingHttpHeaders, own: readonly string[]): string[] {
  const list = [...own];
  for (const name in headers) {
    if (dropped.has(name) || droppedFamilies.test(name)) continue;
    const value = headers[name];
    if (typeof value === 'string') list.push(name, value);
    else for (const item of value ?? []) list.push(name, item);
  }
  // Answers depend on who asks; one that has a version may be kept for the next conditional request.
  if (headers['cache-control'] === undefined) {
    list.push('cache-control', headers.etag === undefined ? 'no-store' : 'private, no-cache');
  }
  return list;
}
