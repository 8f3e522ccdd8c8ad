import { usersApi } from '@gym/contracts';
import { appendEvents, operation, type NewEvent, type Operation } from '@gym/service-kit';
import { apply, newStanding, requireActiveAdmin, tellAuth, type Deps } from '../decisions.js';
import { approve } from '../domain/standing.js';
import { approvedEvent } from '../events/users.js';
import { lockUsers } from '../store/users.js';

type Outcome = 'approved' | 'unchanged' | 'not-found';

export function bulkApprove(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/users/bulk-approve',
    summary: 'Approve up to 100 users at once; each has an outcome of its own',
    body: usersApi.bulkApproval,
    answer: { status: 200, schema: usersApi.bulkApproved },
    async handle({ body, caller }) {
      const ids = [...new Set(body.user_ids)];
      const outcomes = new Map<number, Outcome>();
      const events = await deps.database.transaction(async (tx) => {
        await requireActiveAdmin(tx, caller);
        const facts: NewEvent[] = [];
        for (const user of await lockUsers(tx, ids)) {
          const act = { actor: caller, action: 'approve' as const };
          const news = await apply(tx, act, user, newStanding(approve, approvedEvent));
          outcomes.set(user.id, news.length > 0 ? 'approved' : 'unchanged');
          facts.push(...news);
        }
        return appendEvents(tx, deps.appId, facts);
      });
      await tellAuth(deps, events);
      return { results: ids.map((user_id) => ({ user_id, outcome: outcomes.get(user_id) ?? 'not-found' })) };
    },
  });
}
