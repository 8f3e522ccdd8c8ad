import { notificationsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { markRead, type NotificationDeps } from '../notifications.js';

export function markAllRead(deps: NotificationDeps): Operation {
  return operation({
    method: 'post',
    path: '/api/notifications/read-all',
    summary: 'Mark all notifications as read, or one and all that are older',
    body: notificationsApi.readAll,
    answer: { status: 200, schema: notificationsApi.reading },
    handle: ({ caller, body: { up_to = Number.MAX_SAFE_INTEGER } }) =>
      markRead(deps, caller.id, (visible) => visible.filter(({ id }) => id <= up_to)),
  });
}
