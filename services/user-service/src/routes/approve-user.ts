import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { decide, newStanding, type Deps } from '../decisions.js';
import { approve } from '../domain/standing.js';
import { approvedEvent } from '../events/users.js';

export function approveUser(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/approve',
    summary: 'Approve a user, who can log in from then on',
    body: usersApi.approval,
    answer: { status: 200, schema: usersApi.userChanged },
    refusals: [404],
    invalidStatus: 400,
    async handle({ body, caller }) {
      const act = { actor: caller, action: 'approve' as const };
      await decide(deps, act, body.user_id, newStanding(approve, approvedEvent));
      return { detail: 'The user is approved.', user_id: body.user_id };
    },
  });
}
