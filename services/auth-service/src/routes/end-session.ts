import { authApi } from '@gym/contracts';
import { appendEvents, operation, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import type { Deps } from '../accounts.js';
import { endedEvent } from '../sessions.js';
import { deleteSession } from '../store/sessions.js';

export function endOwnSession({ appId, database }: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/auth/sessions/:id',
    summary: 'End one session of the caller, such as that of a lost phone',
    params: authApi.sessionId,
    answer: { status: 200, schema: authApi.sessionsEnded },
    refusals: [404],
    async handle({ caller, params: { id } }) {
      await database.transaction(async (tx) => {
        if (!(await deleteSession(tx, caller.id, id))) throw notFound(`You have no session ${id}.`);
        await appendEvents(tx, appId, [endedEvent(caller.id, [id], 'ended')]);
      });
      return { detail: 'The session has ended.' };
    },
  });
}
