import { request } from 'node:http';
import { connect } from 'node:net';
import { z } from 'zod';
import type { Probe, ProbeResult } from './process-spec.js';

const TIMEOUT_MS = 2_000;
const MAX_REASON = 300;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One GET on a fresh connection: a kept one would hold up the graceful stop of the process probed. */
function get(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers, agent: false, timeout: TIMEOUT_MS };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${path} within ${TIMEOUT_MS} ms`)));
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Ready when the path answers 2xx; any answer at all means it lives. */
export function httpProbe(port: number, path: string): Probe {
  return async () => judge(await get(port, path), path);
}

/**
 * A sidecar is ready when its own parts are, and when it lets calls through to its app: it refuses them until its next
 * health check after the app became healthy, which takes up to a second. A call to itself finds out.
 */
export function sidecarProbe(port: number, appId: string, healthPath: string, apiToken: string): Probe {
  return async () => {
    const own = judge(await get(port, '/v1.0/healthz/outbound'), '/v1.0/healthz/outbound');
    if (!own.ready) return own;
    const path = `/v1.0/invoke/${appId}/method${healthPath}`;
    const through = await get(port, path, { 'dapr-api-token': apiToken }).catch(() => undefined);
    const open = through !== undefined && through.status >= 200 && through.status < 300;
    return open ? { ready: true } : { ready: false, live: true, reason: 'lets no calls through to its app yet' };
  };
}

/** An app is ready when /readyz says so; one without that page when its liveness page answers. */
export function appProbe(port: number, healthPath: string): Probe {
  return async () => {
    // Side by side, so that a process that hangs is noticed after one timeout and not after two.
    const [readiness, liveness] = await Promise.allSettled([get(port, '/readyz'), get(port, healthPath)]);
    if (readiness.status === 'fulfilled' && readiness.value.status !== 404) return judge(readiness.value, '/readyz');
    if (liveness.status === 'rejected') throw liveness.reason;
    if (readiness.status === 'fulfilled') return judge(liveness.value, healthPath);
    return { ready: false, live: true, reason: 'no answer to /readyz' };
  };
}

function judge({ status, body }: Answer, path: string): ProbeResult {
  if (status >= 200 && status < 300) return { ready: true };
  return { ready: false, live: true, reason: explain(body) || `${path} answers ${status}` };
}

const reportSchema = z.object({
  state: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

/** What a readiness report complains about, as one sentence. */
function explain(body: string): string {
  const report = reportSchema.safeParse(parseJson(body));
  const { state, dependencies = {} } = report.success ? report.data : {};
  const faults = Object.entries(dependencies).flatMap(([name, line]) => (line === 'ok' ? [] : [`${name}: ${line}`]));
  const text = faults.length > 0 ? faults.join('; ') : (state ?? body);
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_REASON);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a report in plain text is shown as it is
  }
}

/** Sends a request over plain TCP, collects one line of answer per line sent, and hands them to `isReady`. */
export function tcpProbe(host: string, port: number, message: string, isReady: (answer: string) => boolean): Probe {
  const expectedLines = message.split('\n').length - 1;
  return () =>
    new Promise<ProbeResult>((resolve, reject) => {
      const socket = connect({ host, port, timeout: TIMEOUT_MS }, () => socket.write(message));
      let answer = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => {
        answer += chunk;
        if (answer.split('\n').length - 1 < expectedLines) return;
        const ready = isReady(answer);
        resolve(ready ? { ready } : { ready, live: true, reason: answer.trim().slice(0, MAX_REASON) });
        socket.destroy();
      });
      socket.on('timeout', () => socket.destroy(new Error('no answer')));
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the connection was closed')));
    });
}
