import { notificationsApi } from '@gym/contracts';
import { notFound, operation, type Operation } from '@gym/service-kit';
import { markRead, type NotificationDeps } from '../notifications.js';

export function markNotificationRead(deps: NotificationDeps): Operation {
  return operation({
    method: 'patch',
    path: '/api/notifications/:id/read',
    summary: 'Mark one notification as read; its id is the seq of its frame',
    params: notificationsApi.notificationParams,
    answer: { status: 200, schema: notificationsApi.reading },
    refusals: [404],
    handle: ({ caller, params: { id } }) =>
      markRead(deps, caller.id, (visible) => {
        const chosen = visible.filter((notification) => notification.id === id);
        if (chosen.length === 0) throw notFound(`There is no notification ${id}.`);
        return chosen;
      }),
  });
}
