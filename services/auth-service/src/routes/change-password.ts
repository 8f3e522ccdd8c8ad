import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { invalidFields } from '@gym/service-kit/errors';
import { accountOf, type Deps } from '../accounts.js';
import { requireGoodStanding } from '../domain/standing.js';
import { changePassword as change } from '../new-password.js';

export function changePassword(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/change-password',
    summary: 'Set another password; other logins end',
    body: authApi.passwordChange,
    answer: { status: 200, schema: authApi.passwordChanged },
    refusals: [403, 409, 429],
    async handle({ body, caller }) {
      const account = await accountOf(deps, caller);
      requireGoodStanding(account);
      await deps.throttle.count('change-of', String(account.id));
      const { isRight } = await deps.passwords.verify(body.old_password, account.password_hash);
      if (!isRight) throw invalidFields([{ pointer: '#/old_password', message: 'is not your password' }], 422);
      await deps.throttle.forget('change-of', String(account.id));
      await change(deps, account, body.new_password, caller.sessionId);
      return { detail: 'Your password is changed. Other devices have to log in again.' };
    },
  });
}
