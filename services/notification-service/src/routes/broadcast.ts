import { notificationsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { sendMessage, type MessageDeps } from '../messages.js';

export function broadcast(deps: MessageDeps): Operation {
  return operation({
    method: 'post',
    path: '/api/notifications/broadcast',
    summary: 'Send a message to everybody who is logged in',
    body: notificationsApi.broadcastMessage,
    answer: { status: 200, schema: notificationsApi.sent },
    invalidStatus: 400,
    handle: ({ body }) => sendMessage(deps, { ...body, user_id: null }),
  });
}
