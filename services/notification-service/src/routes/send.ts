import { notificationsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { sendMessage, type MessageDeps } from '../messages.js';

export function send(deps: MessageDeps): Operation {
  return operation({
    method: 'post',
    path: '/api/notifications/send',
    summary: 'Send a message to one person, or to everybody when nobody is named',
    body: notificationsApi.personalMessage,
    answer: { status: 200, schema: notificationsApi.sent },
    invalidStatus: 400,
    handle: ({ body }) => sendMessage(deps, { ...body, user_id: body.user_id ?? null }),
  });
}
