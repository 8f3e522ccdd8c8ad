import type { RequestHandler } from 'express';

/** A dependency: resolves when it works, throws with the reason when it does not. */
export type Check = () => Promise<void>;

export interface Health {
  /** Set once everything the service needs at its start is there. */
  started: boolean;
  /** Set on SIGTERM: balancers and the sidecar stop sending. */
  draining: boolean;
  checks: Map<string, Check>;
  /** Shown by `/readyz` without deciding it: what a service can live without. */
  notes: Map<string, Check>;
}

export function createHealth(): Health {
  return { started: false, draining: false, checks: new Map(), notes: new Map() };
}

/** Liveness: the process itself. 503 only before the start is complete, so that the sidecar waits with deliveries. */
export function liveness(service: string, health: Health): RequestHandler {
  return (_req, res) => {
    const status = health.started ? 'ok' : 'starting';
    res.status(health.started ? 200 : 503).json({ status, service });
  };
}

const cacheMs = 1000;
const timeoutMs = 2000;

/** Readiness: 200, or 503 with a line per dependency; asked once a second at most, however many probes come. */
export function readiness(service: string, health: Health): RequestHandler {
  let cached: { at: number; outcome: Promise<[Lines, Lines]> } | undefined;
  return async (_req, res) => {
    if (cached === undefined || Date.now() - cached.at > cacheMs) {
      cached = { at: Date.now(), outcome: Promise.all([runChecks(health.checks), runChecks(health.notes)]) };
    }
    const [dependencies, others] = await cached.outcome;
    const state = health.draining ? 'draining' : health.started ? 'started' : 'starting';
    const ready = state === 'started' && Object.values(dependencies).every((line) => line === 'ok');
    const status = ready ? 'ready' : 'not ready';
    const notes = health.notes.size > 0 ? { others } : {};
    res.status(ready ? 200 : 503).json({ status, service, state, dependencies, ...notes });
  };
}

type Lines = Record<string, string>;

async function runChecks(checks: Map<string, Check>): Promise<Lines> {
  const lines = [...checks].map(async ([name, check]) => [name, await lineOf(check)] as const);
  return Object.fromEntries(await Promise.all(lines));
}

async function lineOf(check: Check): Promise<string> {
  const timeout = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs).unref();
  });
  try {
    // One that throws before it promises anything must not leave the timeout without a listener.
    await Promise.race([timeout, Promise.resolve().then(check)]);
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
