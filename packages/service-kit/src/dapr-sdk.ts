import type { DaprClient } from '@dapr/dapr';
import { z } from 'zod';

const storeName = 'statestore';
const secretStoreName = 'secretstore';

/** Secrets and state through `@dapr/dapr`, whose swallowed errors become exceptions here. */
export interface DaprSdk {
  /** All values of one secret. @throws when the store does not have it or this app may not read it */
  secret(name: string): Promise<Record<string, string>>;
  /** @returns undefined for a key that does not exist */
  getState(key: string): Promise<unknown>;
  /** @param ttlSeconds after which the key is gone */
  saveState(key: string, value: unknown, ttlSeconds?: number): Promise<void>;
  deleteState(key: string): Promise<void>;
}

export function createDaprSdk(port: number, apiToken: string): DaprSdk {
  let client: Promise<DaprClient> | undefined;
  // Loaded at the first use: a service that needs neither secrets nor state saves 0.4 s and 50 MB.
  const connect = (): Promise<DaprClient> => (client ??= loadClient(port, apiToken));
  return {
    async secret(name) {
      return z.record(z.string(), z.string()).parse(await (await connect()).secret.get(secretStoreName, name));
    },
    async getState(key) {
      // The SDK answers a missing key with an empty string; we never store one.
      const value: unknown = await (await connect()).state.get(storeName, encodeURIComponent(key));
      return value === '' ? undefined : value;
    },
    async saveState(key, value, ttlSeconds) {
      const metadata = ttlSeconds === undefined ? {} : { metadata: { ttlInSeconds: String(ttlSeconds) } };
      throwSwallowed(await (await connect()).state.save(storeName, [{ key, value, ...metadata }]));
    },
    async deleteState(key) {
      throwSwallowed(await (await connect()).state.delete(storeName, encodeURIComponent(key)));
    },
  };
}

async function loadClient(port: number, apiToken: string): Promise<DaprClient> {
  const { CommunicationProtocolEnum, DaprClient, LogLevel } = await import('@dapr/dapr');
  return new DaprClient({
    daprHost: '127.0.0.1',
    daprPort: String(port),
    daprApiToken: apiToken,
    communicationProtocol: CommunicationProtocolEnum.HTTP,
    logger: { level: LogLevel.Error },
  });
}

function throwSwallowed(outcome: { error?: Error }): void {
  if (outcome.error) throw new Error('The state store refused the change.', { cause: outcome.error });
}
