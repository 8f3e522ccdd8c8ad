import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { changeStanding, decide, type Deps } from '../decisions.js';
import { ban, requireNotRoot, requireOther } from '../domain/standing.js';
import { bannedEvent } from '../events/users.js';

export function banUser(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/ban',
    summary: 'Ban a user',
    body: usersApi.ban,
    answer: { status: 200, schema: usersApi.userChanged },
    refusals: [404],
    invalidStatus: 400,
    async handle({ body, caller }) {
      await decide(deps, caller, body.user_id, (tx, user) => {
        requireNotRoot(user);
        requireOther(caller, user);
        return changeStanding(tx, user, ban(user, body.reason), bannedEvent);
      });
      return { detail: 'The user is banned.', user_id: body.user_id };
    },
  });
}
