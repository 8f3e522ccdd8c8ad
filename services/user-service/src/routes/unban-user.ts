import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { decide, newStanding, type Deps } from '../decisions.js';
import { unban } from '../domain/standing.js';
import { unbannedEvent } from '../events/users.js';

export function unbanUser(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/unban',
    summary: 'Take a ban back',
    body: usersApi.unban,
    answer: { status: 200, schema: usersApi.userChanged },
    refusals: [404],
    invalidStatus: 400,
    async handle({ body, caller }) {
      const act = { actor: caller, action: 'unban' as const };
      await decide(deps, act, body.user_id, newStanding(unban, unbannedEvent));
      return { detail: 'The user is no longer banned.', user_id: body.user_id };
    },
  });
}
