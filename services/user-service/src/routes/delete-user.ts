import { pathId, usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { decide, type Deps } from '../decisions.js';
import { requireNotRoot, requireOther } from '../domain/standing.js';
import { deletedEvent } from '../events/users.js';
import { deleteUser as deleteRow } from '../store/deleted-users.js';

export function deleteUser(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/users/:id',
    summary: 'Delete a user, profile and login',
    access: 'admin',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: usersApi.done },
    refusals: [404],
    invalidStatus: 400,
    async handle({ params, caller }) {
      await decide(deps, caller, params.id, async (tx, user) => {
        requireNotRoot(user);
        requireOther(caller, user);
        await deleteRow(tx, user.id);
        return [deletedEvent(user)];
      });
      return { detail: 'The user was deleted.' };
    },
  });
}
