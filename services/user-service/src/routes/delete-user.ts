import { pathId, usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { decide, type Deps } from '../decisions.js';
import { startDeletion } from '../deletion.js';
import { requireNotRoot, requireOther } from '../domain/standing.js';

export function deleteUser(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/users/:id',
    summary: 'Delete a user, profile and login',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: usersApi.userDeleted },
    refusals: [404],
    invalidStatus: 400,
    async handle({ params, caller }) {
      let sagaId = '';
      const act = { actor: caller, action: 'delete' as const };
      await decide(deps, act, params.id, async (tx, user) => {
        requireNotRoot(user);
        requireOther(caller, user);
        const { saga, events } = await startDeletion(tx, user);
        sagaId = saga.id;
        return { after: null, events };
      });
      return { detail: 'The user was deleted.', saga_id: sagaId };
    },
  });
}
