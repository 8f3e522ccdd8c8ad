import { pathId, personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { exported } from '../domain/exported.js';
import { notificationsOf } from '../notifications.js';
import type { NotificationLists } from '../store/notification-lists.js';

export function exportNotifications(lists: NotificationLists): Operation {
  return operation({
    method: 'get',
    path: '/internal/notifications/:id',
    summary: 'What a person was told, and what of it they have read, for the person',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: personalDataApi.exportedNotifications },
    async handle({ params: { id } }) {
      return { items: (await notificationsOf(lists, id)).map(exported) };
    },
  });
}
