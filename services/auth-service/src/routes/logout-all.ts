import { authApi } from '@gym/contracts';
import { appendEvents, operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { endSession, endSessions } from '../sessions.js';

export function logoutAll({ appId, database }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/logout-all',
    summary: 'End all sessions of the caller, on every device',
    answer: { status: 200, schema: authApi.sessionsEnded },
    async handle({ caller: { id, sessionId } }) {
      await database.transaction(async (tx) => {
        const others = await endSessions(tx, id, 'logout-all', sessionId);
        await appendEvents(tx, appId, [...others, ...(await endSession(tx, id, sessionId, 'logout-all'))]);
      });
      return { detail: 'You are logged out on every device.' };
    },
  });
}
