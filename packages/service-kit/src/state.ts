import type { Pool } from 'undici';

const storePath = '/v1.0/state/statestore';

export interface VersionedValue {
  value: unknown;
  /** Changes with every write of the key. */
  etag: string;
}

export interface WriteOptions {
  /** Write only if the key still has this version; null: only if there is no such key. */
  etag?: string | null;
  /** After these the key is gone. */
  ttlSeconds?: number;
}

/** State with versions, which `@dapr/dapr` drops: compare-and-set over the sidecar's HTTP API. */
export interface VersionedState {
  /** @returns undefined for a key that does not exist */
  readState(key: string): Promise<VersionedValue | undefined>;
  /**
   * A missing key has no version that could differ: the store takes any etag for it. Who compares must therefore
   * keep the key alive (`ttlSeconds`) for longer than it takes to act on what was read.
   * @returns false when somebody else wrote in between
   * @throws when the store does not answer
   */
  writeState(key: string, value: unknown, options?: WriteOptions): Promise<boolean>;
}

export function createVersionedState(pool: Pool, headers: Record<string, string>): VersionedState {
  async function readState(key: string): Promise<VersionedValue | undefined> {
    const response = await pool.request({
      method: 'GET',
      path: `${storePath}/${encodeURIComponent(key)}?consistency=strong`,
      headers,
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.body.text();
    if (response.statusCode === 204) return undefined;
    const { etag } = response.headers;
    if (response.statusCode !== 200 || typeof etag !== 'string') {
      throw new Error(`reading state: ${response.statusCode} ${text.slice(0, 300)}`);
    }
    return { value: JSON.parse(text), etag };
  }

  async function hasChanged(key: string, etag: string | null): Promise<boolean> {
    return ((await readState(key))?.etag ?? null) !== etag;
  }

  return {
    readState,
    async writeState(key, value, { etag, ttlSeconds } = {}) {
      const item = {
        key,
        value,
        ...(etag === undefined ? {} : { options: { concurrency: 'first-write' } }),
        ...(typeof etag === 'string' ? { etag } : {}),
        ...(ttlSeconds === undefined ? {} : { metadata: { ttlInSeconds: String(ttlSeconds) } }),
      };
      const response = await pool.request({
        method: 'POST',
        path: storePath,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify([item]),
        signal: AbortSignal.timeout(5000),
      });
      const text = await response.body.text();
      if (response.statusCode < 300) return true;
      // The sidecar says 409 to every failure of a write with an etag, also when the store takes none at all, and 500 to
      // a first write of what is there already.
      if (etag !== undefined && (await hasChanged(key, etag))) return false;
      throw new Error(`writing state: ${response.statusCode} ${text.slice(0, 300)}`);
    },
  };
}
