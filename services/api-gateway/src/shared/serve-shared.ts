import type { Target } from '../proxy/path.js';
import { hopHeaders, type Sender } from '../proxy/request-headers.js';
import type { Upstream } from '../proxy/upstream.js';
import { refuse, type Visit } from '../proxy/visit.js';
import { readUpstream } from './read-upstream.js';
import { respond } from './respond.js';
import type { SharedCache } from './shared-cache.js';

/** With an old answer at hand, a service that does not answer for so long counts as away. */
const impatientMs = 2000;

/** Below this, answers do not depend on who asks: nothing of the client but the address reaches the service. */
const sharedPath = /^\/api\/public(?:\/|$)/;

export function isShared(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && sharedPath.test(path);
}

/** Answers from the cache, or for all who ask the same at once with one request to the service. */
export function serveShared(
  cache: SharedCache,
  visit: Visit,
  upstream: Upstream,
  target: Target,
  { sender, timeoutMs }: { sender: Sender; timeoutMs: number },
): void {
  const path = target.path.replace(/\/$/, '') + target.query;
  cache
    .get(path, (canWait) => {
      const headers = hopHeaders({ ...visit, appId: upstream.appId }, sender);
      return readUpstream(upstream, path, headers, canWait ? timeoutMs : Math.min(timeoutMs, impatientMs));
    })
    .then((found) => respond(visit, found))
    .catch((error: unknown) => refuse(visit, error));
}
