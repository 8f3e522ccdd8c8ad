import type { VersionedState, VersionedValue } from '@gym/service-kit';

/** In seconds, what is kept without a time of its own. */
const defaultTtl = 3600;

/** State in this process, for as long as the shared one is away; what was written first goes when it is full. */
export function createLocalState(maxKeys: number): VersionedState {
  const entries = new Map<string, VersionedValue & { expiresAt: number }>();
  let writes = 0;

  function find(key: string): VersionedValue | undefined {
    const entry = entries.get(key);
    if (entry === undefined || Date.now() < entry.expiresAt) return entry;
    entries.delete(key);
    return undefined;
  }

  return {
    readState: (key) => Promise.resolve(find(key)),
    writeState(key, value, { etag, ttlSeconds = defaultTtl } = {}) {
      const present = find(key);
      if (present !== undefined && etag !== undefined && present.etag !== etag) return Promise.resolve(false);
      writes += 1;
      entries.delete(key);
      entries.set(key, { value, etag: `local-${writes}`, expiresAt: Date.now() + ttlSeconds * 1000 });
      const oldest = entries.keys().next();
      if (entries.size > maxKeys && oldest.done !== true) entries.delete(oldest.value);
      return Promise.resolve(true);
    },
  };
}
