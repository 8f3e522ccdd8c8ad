import type { notificationsApi } from '@gym/contracts';
import { z } from 'zod';

/** Older ones make room, in the list of a person and in the one for everybody. */
export const maxKept = 200;

const entry = z.object({
  /** `seq` of its frame. */
  id: z.int(),
  /** Of the event or message it was made of: what comes twice is there once. */
  event_id: z.uuid(),
  event: z.string(),
  data: z.unknown(),
  time: z.string(),
});
export type Entry = z.infer<typeof entry>;

/** What is for everybody, the newest first. Who has read it is kept with each person. */
export const sharedList = z.object({ version: z.literal(1), items: z.array(entry) });
export type SharedList = z.infer<typeof sharedList>;
export const emptySharedList: SharedList = { version: 1, items: [] };

/** What is for one person, the newest first. */
export const ownList = z.object({
  version: z.literal(1),
  items: z.array(entry.extend({ is_read: z.boolean() })),
  /** Id of the welcome: what everybody was told before it was not for this person. */
  joined: z.int(),
  /** Ids of what was for everybody. */
  read_shared: z.array(z.int()),
  /** The person is gone, and nothing may be kept, also of events that come late. */
  is_forgotten: z.boolean(),
});
export type OwnList = z.infer<typeof ownList>;
export const emptyOwnList: OwnList = { version: 1, items: [], joined: 0, read_shared: [], is_forgotten: false };
export const forgottenList: OwnList = { ...emptyOwnList, is_forgotten: true };

/** @returns the same list when there is nothing new in the entries */
export function withOwn(list: OwnList, entries: readonly Entry[], joined = list.joined): OwnList {
  if (list.is_forgotten) return list;
  const items = entries.reduce((all, item) => withEntry(all, { ...item, is_read: false }), list.items);
  return items === list.items && joined === list.joined ? list : { ...list, items, joined };
}

/** @returns the same list when there is nothing new in the entries */
export function withShared(list: SharedList, entries: readonly Entry[]): SharedList {
  const items = entries.reduce((all, item) => withEntry(all, item), list.items);
  return items === list.items ? list : { ...list, items };
}

/** Puts it in its place; what is older than a full list was there before, and comes again. */
function withEntry<Item extends Entry>(items: Item[], item: Item): Item[] {
  if (items.some(({ event_id }) => event_id === item.event_id)) return items;
  const older = items.findIndex(({ id }) => id < item.id);
  const place = older === -1 ? items.length : older;
  return place === maxKept ? items : items.toSpliced(place, 0, item).slice(0, maxKept);
}

/** What the person sees, the newest first: of an event that was told to both, what was told to the person. */
export function visibleTo(userId: number, own: OwnList, shared: SharedList): notificationsApi.Notification[] {
  const mine = new Set(own.items.map(({ event_id }) => event_id));
  const read = new Set(own.read_shared);
  const common = shared.items.filter(({ id, event_id }) => id > own.joined && !mine.has(event_id));
  return [
    ...own.items.map((item) => shown(item, `user:${userId}`, item.is_read)),
    ...common.map((item) => shown(item, 'broadcast', read.has(item.id))),
  ].toSorted((a, b) => b.id - a.id);
}

function shown({ id, event, data, time }: Entry, topic: string, is_read: boolean): notificationsApi.Notification {
  return { id, topic, event, data, time, is_read };
}

export function unreadOf(notifications: readonly notificationsApi.Notification[]): number {
  return notifications.filter(({ is_read }) => !is_read).length;
}

/** Marks these as read, and forgets about those for everybody that have made room. */
export function withRead(own: OwnList, shared: SharedList, ids: ReadonlySet<number>): OwnList {
  const items = own.items.map((item) => (ids.has(item.id) ? { ...item, is_read: true } : item));
  const before = new Set(own.read_shared);
  const read_shared = shared.items.flatMap(({ id }) => (ids.has(id) || before.has(id) ? [id] : []));
  return { ...own, items, read_shared };
}
