import { pathId, usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import { decide, newStanding, type Deps } from '../decisions.js';
import { changeRole as withRole, requireNotRoot, requireOther, type Standing } from '../domain/standing.js';
import { roleChangedEvent } from '../events/users.js';
import type { UserRow } from '../store/users.js';

/** The last admin stays one: nobody may do this to themself, and whoever does it is an admin at that moment. */
export function changeRole(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/:id/role',
    summary: 'Give a user another role',
    params: z.object({ id: pathId }),
    body: usersApi.roleChange,
    answer: { status: 200, schema: usersApi.userChanged },
    refusals: [404],
    async handle({ params, body: { role, reason }, caller }) {
      const act = { actor: caller, action: 'change-role' as const, reason };
      const changed = (user: UserRow): Standing => {
        requireNotRoot(user);
        requireOther(caller, user);
        return withRole(user, role);
      };
      await decide(deps, act, params.id, newStanding(changed, roleChangedEvent));
      return { detail: `The user has the role ${role}.`, user_id: params.id };
    },
  });
}
