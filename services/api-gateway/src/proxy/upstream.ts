import { AppError, unavailable } from '@gym/service-kit/errors';
import { Pool } from 'undici';

/** More requests to one service wait in line; a service that hangs must not use up what the others need. */
const connections = 128;
/** Beyond this, waiting is pointless: the line is longer than the timeout. */
const maxInFlight = 1024;

/** The way to one service: connections to our own sidecar that no other service shares. */
export interface Upstream {
  readonly appId: string;
  /** Pattern of the paths that lead there. */
  readonly route: string;
  readonly pool: Pool;
  inFlight: number;
}

export function createUpstream(name: string, appId: string, daprPort: number, stallMs: number): Upstream {
  const pool = new Pool(`http://127.0.0.1:${daprPort}`, {
    connections,
    pipelining: 1,
    // The sidecar never closes idle connections, so the side that asks may decide.
    keepAliveTimeout: 60_000,
    keepAliveMaxTimeout: 600_000,
    connectTimeout: 2000,
    // The exchange watches over the time until the headers, which includes waiting for a connection.
    headersTimeout: 0,
    bodyTimeout: stallMs,
  });
  return { appId, route: `/api/${name}/**`, pool, inFlight: 0 };
}

/** No service answered. */
export function unreachable({ appId }: Upstream, cause: unknown): AppError {
  return unavailable(`${appId} cannot be reached right now.`, cause);
}

/** @param cause left out where a timer of our own ended the wait */
export function tooLate({ appId }: Upstream, timeoutMs: number, cause?: Error): AppError {
  const detail = `${appId} did not answer within ${timeoutMs / 1000} s.`;
  return new AppError(504, 'upstream-timeout', 'Gateway timeout', { detail, cause });
}

/** @throws AppError 503 while too many requests wait for this service */
export function enter(upstream: Upstream): void {
  if (upstream.inFlight >= maxInFlight) throw unavailable(`${upstream.appId} has too much to do right now.`);
  upstream.inFlight += 1;
}
