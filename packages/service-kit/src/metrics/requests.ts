import { METHODS } from 'node:http';
import { Histogram } from 'prom-client';

const methods = new Set(METHODS);

const duration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Time from the arrival of a request to the end of its answer',
  labelNames: ['method', 'route', 'status'],
  // The limits of the objectives (observability/rules/objectives.yaml) are among them.
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});
type Observe = (seconds: number) => void;
const known = new Map<string, Observe>();

/**
 * Counts an answered request.
 * @param route the pattern and not the path, as each pair of method and pattern is kept for ever
 * @param status of the answer; only its class is kept
 */
export function observeRequest(method: string, route: string, status: number, seconds: number): void {
  const name = methods.has(method) ? method : 'other';
  const statusClass = `${Math.floor(status / 100)}xx`;
  const key = `${name} ${route} ${statusClass}`;
  let observe = known.get(key);
  if (observe === undefined) {
    const child = duration.labels({ method: name, route, status: statusClass });
    observe = (value) => child.observe(value);
    known.set(key, observe);
  }
  observe(seconds);
}

/** @param start as `process.hrtime.bigint()` said */
export function secondsSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e9;
}
