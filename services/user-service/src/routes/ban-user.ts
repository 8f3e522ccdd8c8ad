import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { decide, newStanding, type Deps } from '../decisions.js';
import { ban, requireNotRoot, requireOther, type Standing } from '../domain/standing.js';
import { bannedEvent } from '../events/users.js';
import type { UserRow } from '../store/users.js';

export function banUser(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/ban',
    summary: 'Ban a user, for good or until a time at which the ban ends by itself',
    body: usersApi.ban,
    answer: { status: 200, schema: usersApi.userChanged },
    refusals: [404],
    invalidStatus: 400,
    async handle({ body, caller }) {
      const act = { actor: caller, action: 'ban' as const, reason: body.reason };
      const until = typeof body.until === 'string' ? new Date(body.until) : body.until;
      const banned = (user: UserRow): Standing => {
        requireNotRoot(user);
        requireOther(caller, user);
        return ban(user, { reason: body.reason, until }, new Date());
      };
      await decide(deps, act, body.user_id, newStanding(banned, bannedEvent));
      return { detail: 'The user is banned.', user_id: body.user_id };
    },
  });
}
