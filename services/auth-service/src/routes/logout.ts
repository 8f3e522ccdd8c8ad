import { authApi } from '@gym/contracts';
import { appendEvents, operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { endSession } from '../sessions.js';

export function logout({ appId, database }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/logout',
    summary: 'End the session of this access token, on all devices that share it',
    answer: { status: 200, schema: authApi.sessionsEnded },
    async handle({ caller }) {
      await database.transaction(async (tx) => {
        await appendEvents(tx, appId, await endSession(tx, caller.id, caller.sessionId, 'logout'));
      });
      return { detail: 'You are logged out.' };
    },
  });
}
