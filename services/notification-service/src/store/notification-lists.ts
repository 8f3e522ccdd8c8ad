import { setTimeout as pause } from 'node:timers/promises';
import type { Logger, VersionedState } from '@gym/service-kit';
import type { z } from 'zod';
import type { Entries } from '../domain/entries.js';
import {
  emptyOwnList,
  emptySharedList,
  forgottenList,
  ownList,
  sharedList,
  withOwn,
  withShared,
  type Entry,
  type OwnList,
  type SharedList,
} from '../domain/notification-list.js';
import { inParallel } from './in-parallel.js';

/** What people were told, one key per person. @throws when the state store does not answer, all of them */
export interface NotificationLists {
  own(userId: number): Promise<OwnList>;
  shared(): Promise<SharedList>;
  /** @param change is called again when somebody else wrote in between; the same list means: write nothing */
  changeOwn(userId: number, change: (list: OwnList) => OwnList): Promise<OwnList>;
  /** Doing it again changes nothing, so whoever is interrupted begins anew. */
  keep(entries: Entries): Promise<void>;
}

/** Names of others in what somebody was told go after this time at the latest, also when they are forgotten. */
const keptSeconds = 90 * 24 * 3600;
const maxTries = 20;
/** A draw of 1,000 people takes 0.7 s so, and 7 s when all their lists are full; 32 are not faster, 4 take 2.9 s (measured). */
const atOnce = 16;
const sharedKey = 'notifications-shared';

export function createNotificationLists(state: VersionedState, log: Logger): NotificationLists {
  async function read<List extends { items: Entry[] }>(
    key: string,
    schema: z.ZodType<List>,
    empty: List,
  ): Promise<{ list: List; etag: string | null }> {
    const found = await state.readState(key);
    if (found === undefined) return { list: empty, etag: null };
    const parsed = schema.safeParse(found.value);
    if (parsed.error) log.error('a list of notifications cannot be read and begins anew', { key, error: parsed.error });
    return { list: parsed.success ? withoutOld(parsed.data) : empty, etag: found.etag };
  }

  async function change<List extends { items: Entry[] }>(
    key: string,
    schema: z.ZodType<List>,
    empty: List,
    changed: (list: List) => List,
  ): Promise<List> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const { list, etag } = await read(key, schema, empty);
      const next = changed(list);
      if (next === list || (await state.writeState(key, next, { etag, ttlSeconds: keptSeconds }))) return next;
      await pause(Math.random() * 10 * (tries + 1));
    }
    throw new Error(`${key} was written by others ${maxTries} times in between`);
  }

  const changeOwn: NotificationLists['changeOwn'] = (userId, changed) =>
    change(ownKey(userId), ownList, emptyOwnList, changed);

  return {
    own: async (userId) => (await read(ownKey(userId), ownList, emptyOwnList)).list,
    shared: async () => (await read(sharedKey, sharedList, emptySharedList)).list,
    changeOwn,
    async keep({ own, joined, shared, forgotten }) {
      if (shared.length > 0) {
        await change(sharedKey, sharedList, emptySharedList, (list) => withShared(list, shared));
      }
      await inParallel(own, atOnce, async ([userId, entries]) => {
        await changeOwn(userId, (list) => withOwn(list, entries, joined.get(userId)));
      });
      await inParallel(forgotten, atOnce, async (userId) => {
        await changeOwn(userId, (list) => (list.is_forgotten ? list : forgottenList));
      });
    },
  };
}

function ownKey(userId: number): string {
  return `notifications-${userId}`;
}

/** Those that are too old, although the list was written lately. */
function withoutOld<List extends { items: Entry[] }>(list: List): List {
  const oldest = (Date.now() - keptSeconds * 1000) * 1000;
  return list.items.every(({ id }) => id >= oldest)
    ? list
    : { ...list, items: list.items.filter(({ id }) => id >= oldest) };
}
