import { randomInt } from 'node:crypto';
import type { notificationsApi } from '@gym/contracts';
import { AppError, unavailable, type Logger } from '@gym/service-kit';
import { readingFrames } from './domain/frames.js';
import { unreadOf, visibleTo, withRead } from './domain/notification-list.js';
import type { PublishFrames } from './events/frames.js';
import type { NotificationLists } from './store/notification-lists.js';

export interface NotificationDeps {
  lists: NotificationLists;
  publish: PublishFrames;
  log: Logger;
}

/** What the person sees, the newest first: not more than a few hundred. @throws AppError 503 */
export async function notificationsOf(
  lists: NotificationLists,
  userId: number,
): Promise<notificationsApi.Notification[]> {
  const [own, shared] = await Promise.all([lists.own(userId), lists.shared()]).catch(refuse);
  return visibleTo(userId, own, shared);
}

/**
 * Marks as read what `chosen` picks of what the person sees, and tells the person's other devices.
 * @throws AppError 503, and what `chosen` throws
 */
export async function markRead(
  { lists, publish, log }: NotificationDeps,
  userId: number,
  chosen: (visible: notificationsApi.Notification[]) => notificationsApi.Notification[],
): Promise<notificationsApi.Reading> {
  let ids: number[] = [];
  const shared = await lists.shared().catch(refuse);
  const own = await lists
    .changeOwn(userId, (list) => {
      const unread = chosen(visibleTo(userId, list, shared)).filter(({ is_read }) => !is_read);
      ids = unread.map(({ id }) => id);
      return ids.length === 0 ? list : withRead(list, shared, new Set(ids));
    })
    .catch(refuse);
  const reading = { ids, unread_count: unreadOf(visibleTo(userId, own, shared)) };
  if (ids.length > 0) {
    const batch = readingFrames(userId, reading, new Date().toISOString(), randomInt(1000));
    await publish(batch).catch((error: unknown) => log.warn('other devices do not hear what was read', { error }));
  }
  return reading;
}

function refuse(error: unknown): never {
  throw error instanceof AppError ? error : unavailable('Notifications cannot be read right now.', error);
}
