import type { Logger, VersionedState } from '@gym/service-kit';
import type { z } from 'zod';
import { createLocalState } from './local-state.js';

/** About 2 MB. */
const maxLocalKeys = 10_000;
/** How long nobody asks the state store again after it failed; a request would wait up to 5 s for each of its answers. */
const restMs = 10_000;
/** Each try means that somebody else has succeeded in between. */
const maxTries = 50;

/** A value under a key that all replicas share. */
export interface SharedState {
  /** @returns undefined for a key that does not exist, or holds something else */
  read<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined>;
  /**
   * Changes a value as if nobody else did at the same time.
   * @param ttlOf seconds after which the new value is gone
   * @param change gets what `read` gives; may run several times; what it throws is thrown, and the very value that it
   *   got is not written
   */
  update<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
    ttlOf: (value: z.output<Schema>) => number,
    change: (present: z.output<Schema> | undefined) => z.output<Schema>,
  ): Promise<void>;
}

/**
 * The Dapr state store with compare-and-set. While it is away each replica counts by itself, in bounded memory: people
 * can log in, and guessing stays slow.
 */
export function createSharedState(store: VersionedState, log: Logger): SharedState {
  const local = createLocalState(maxLocalKeys);
  let restUntil = 0;

  async function attempt<T>(what: (state: VersionedState) => Promise<T>): Promise<T> {
    if (Date.now() < restUntil) return what(local);
    try {
      return await what(store);
    } catch (error) {
      restUntil = Date.now() + restMs;
      log.warn('the state store is away: attempts are counted by this replica alone', { error });
      return what(local);
    }
  }

  return {
    async read(key, schema) {
      const found = await attempt((state) => state.readState(key));
      return schema.safeParse(found?.value).data;
    },
    async update(key, schema, ttlOf, change) {
      for (let tries = 0; tries < maxTries; tries += 1) {
        const found = await attempt((state) => state.readState(key));
        const present = schema.safeParse(found?.value).data;
        const value = change(present);
        if (value === present) return;
        const options = { etag: found?.etag ?? null, ttlSeconds: ttlOf(value) };
        if (await attempt((state) => state.writeState(key, value, options))) return;
      }
      throw new Error(`${key} is written by too many at once`);
    },
  };
}
