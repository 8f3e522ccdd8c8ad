import { notificationsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { unreadOf } from '../domain/notification-list.js';
import { notificationsOf, type NotificationDeps } from '../notifications.js';

export function listNotifications({ lists }: NotificationDeps): Operation {
  return operation({
    method: 'get',
    path: '/api/notifications',
    summary: 'What the caller was told, alone or with everybody, the newest first',
    query: notificationsApi.listQuery,
    answer: { status: 200, schema: notificationsApi.page },
    async handle({ caller, query: { limit, cursor = Number.MAX_SAFE_INTEGER, unread } }) {
      const all = await notificationsOf(lists, caller.id);
      const rest = all.filter(({ id, is_read }) => id < cursor && !(unread && is_read));
      const items = rest.slice(0, limit);
      const last = rest.length > limit ? items.at(-1) : undefined;
      return { items, next_cursor: last === undefined ? null : String(last.id), unread_count: unreadOf(all) };
    },
  });
}
