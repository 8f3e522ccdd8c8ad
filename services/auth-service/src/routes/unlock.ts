import { authApi } from '@gym/contracts';
import { afterCommit, appendEvents, operation, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { accountOf, type Deps } from '../accounts.js';
import { requireGoodStanding } from '../domain/standing.js';
import { unlockedEvent } from '../events/accounts.js';
import { findAccount } from '../store/users.js';

export function unlock(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/unlock',
    summary: 'Let somebody log in at once who has tried too often',
    body: authApi.unlocking,
    answer: { status: 200, schema: authApi.unlocked },
    refusals: [404],
    async handle({ body, caller }) {
      requireGoodStanding(await accountOf(deps, caller));
      const account = await findAccount(deps.database, body.user_id);
      if (account === undefined) throw notFound(`There is no account ${body.user_id}.`);
      // The entry in the audit log comes first: there may be one without its effect, but no effect without its entry.
      await deps.database.transaction((tx) => appendEvents(tx, deps.appId, [unlockedEvent(account.id, caller)]));
      await afterCommit(() => deps.throttle.unlock(account.email));
      return { detail: 'Failed attempts do not count any longer.', user_id: account.id };
    },
  });
}
