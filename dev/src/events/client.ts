import { z } from 'zod';
import { DevError } from '../errors.js';
import { developmentSecret } from '../secrets.js';
import { openStack } from '../stack.js';
import { askView } from '../supervisor/control-client.js';

/** The operations of one running service that are not reached through the gateway. */
export interface ServiceClient {
  readonly name: string;
  /** @throws DevError for a refusal, with the service's own sentence, and for a service that does not answer */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
}

const TIMEOUT_MS = 15_000;
const problem = z.object({ detail: z.string(), status: z.int() });

/** A refusal of a service, or none at all: then the status is 0. */
export class ServiceError extends DevError {
  readonly status: number;

  constructor(service: string, status: number, detail: string, options?: ErrorOptions) {
    super('service-refused', `${service}: ${detail}`, options);
    this.status = status;
  }
}

/** Speaks to a service as its sidecar does: on its own port, with the token that only the two know. */
export function createClient(name: string, port: number, appApiToken: string): ServiceClient {
  return {
    name,
    async call(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { 'dapr-api-token': appApiToken, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        throw new ServiceError(name, 0, 'does not answer', { cause: error });
      });
      const answer: unknown = await response.json();
      if (response.ok) return answer;
      const refusal = problem.safeParse(answer).data;
      throw new ServiceError(name, response.status, refusal?.detail ?? `answered ${response.status}`);
    },
  };
}

/** One replica of every service of the running stack. @throws DevError when nothing runs */
export async function openClients(): Promise<ServiceClient[]> {
  const { paths, secrets } = openStack();
  const view = await askView(paths.socket);
  if (view === undefined) throw new DevError('not-running', 'Nothing runs. Start with ./dev.sh up');
  const token = developmentSecret(secrets, 'app-api-token');
  const byService = new Map<string, ServiceClient>();
  for (const { kind, service, port, state } of view.processes) {
    if (kind !== 'app' || service === null) continue;
    if (state === 'ready' || !byService.has(service)) byService.set(service, createClient(service, port, token));
  }
  return [...byService.values()];
}
