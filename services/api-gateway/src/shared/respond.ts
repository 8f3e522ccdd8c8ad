import fresh from 'fresh';
import Negotiator from 'negotiator';
import type { Visit } from '../proxy/visit.js';
import type { Found, Origin } from './shared-cache.js';

/** RFC 9211. */
const cacheStatus: Record<Origin, string> = {
  hit: 'api-gateway; hit',
  miss: 'api-gateway; fwd=miss',
  collapsed: 'api-gateway; fwd=miss; collapsed',
  stale: 'api-gateway; hit; detail=stale',
};

/** Answers a GET or HEAD with what was found: 304 when the client has it, gzip when the client takes it. */
export async function respond({ req, res, headers: own }: Visit, { answer, origin, ageMs }: Found): Promise<void> {
  const headers = [...own, ...answer.headers];
  if (answer.tags !== undefined) {
    headers.push('vary', 'accept-encoding', 'age', String(Math.floor(ageMs / 1000)));
    headers.push('cache-status', cacheStatus[origin]);
  }
  if (answer.etag !== undefined && fresh(req.headers, { etag: answer.etag })) {
    res.writeHead(304, headers).end();
    return;
  }
  const isZipped = answer.isWorthGzip && takesGzip(req.headers);
  const body = isZipped ? await answer.gzip() : answer.body;
  if (isZipped) headers.push('content-encoding', 'gzip');
  headers.push('content-length', String(body.length));
  res.writeHead(answer.status, headers);
  res.end(req.method === 'HEAD' ? undefined : body);
}

function takesGzip(headers: Visit['req']['headers']): boolean {
  return (
    headers['accept-encoding'] !== undefined && new Negotiator({ headers }).encoding(['gzip', 'identity']) === 'gzip'
  );
}
