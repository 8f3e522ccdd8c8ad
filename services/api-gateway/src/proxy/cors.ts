import { forbidden } from '@gym/service-kit/errors';
import { allowedMethods } from './routes.js';

/*
 * Our own, because the answers of the proxy never pass through Express, where the `cors` package works. Credentials
 * mode is not offered: the API knows no cookies, the access token travels in a header that the page sets itself.
 */
const requestHeaders = 'authorization, content-type, if-match, if-none-match, idempotency-key, x-request-id';
const exposedHeaders =
  'x-request-id, link, etag, age, cache-status, retry-after, location, allow, www-authenticate, idempotency-replayed';
const preflightSeconds = '600';

export interface Cors {
  /** Flat header list for any answer of the API. */
  headersFor(origin: string | undefined): string[];
  /** Flat header list of the answer to a preflight. @throws AppError 403 for an origin that is not on the list */
  preflight(origin: string): string[];
}

export function createCors(origins: readonly string[]): Cors {
  const known = new Set(origins);
  // The answer depends on the origin as soon as one origin is treated differently.
  const vary = known.size > 0 ? ['vary', 'Origin'] : [];
  return {
    headersFor(origin) {
      if (origin === undefined || !known.has(origin)) return vary;
      return [...vary, 'access-control-allow-origin', origin, 'access-control-expose-headers', exposedHeaders];
    },
    preflight(origin) {
      if (!known.has(origin)) throw forbidden('Pages of this origin may not use the API.', 'origin-not-allowed');
      return Object.entries({
        'access-control-allow-methods': allowedMethods,
        'access-control-allow-headers': requestHeaders,
        'access-control-max-age': preflightSeconds,
      }).flat();
    },
  };
}
