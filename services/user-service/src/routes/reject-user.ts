import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { decide, newStanding, type Deps } from '../decisions.js';
import { reject } from '../domain/standing.js';
import { rejectedEvent } from '../events/users.js';

export function rejectUser(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/reject',
    summary: 'Refuse to approve a user; a later approval takes it back',
    body: usersApi.rejection,
    answer: { status: 200, schema: usersApi.userChanged },
    refusals: [404, 409],
    async handle({ body: { user_id, reason }, caller }) {
      const act = { actor: caller, action: 'reject' as const, reason };
      await decide(
        deps,
        act,
        user_id,
        newStanding((user) => reject(user, reason), rejectedEvent),
      );
      return { detail: 'The user is rejected.', user_id };
    },
  });
}
