import { pathId, personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { exported } from '../domain/exported.js';
import { visibleTo } from '../domain/notification-list.js';
import type { NotificationLists } from '../store/notification-lists.js';

export function exportNotifications(lists: NotificationLists): Operation {
  return operation({
    method: 'get',
    path: '/internal/notifications/:id',
    summary: 'What a person was told, and what of it they have read, for the person',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: personalDataApi.exportedNotifications },
    async handle({ params: { id } }) {
      const [own, shared] = await Promise.all([lists.own(id), lists.shared()]);
      return { items: visibleTo(id, own, shared).map(exported) };
    },
  });
}
