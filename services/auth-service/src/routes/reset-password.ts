import { authApi } from '@gym/contracts';
import { afterCommit, operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { clientOf } from '../client.js';
import { placeOf } from '../domain/place.js';
import { linkIsSpent, resetPassword as reset } from '../new-password.js';
import { hashOfToken } from '../reset-mails.js';
import { findResetEmail } from '../store/password-resets.js';
import { findAccountByEmail } from '../store/users.js';

export function resetPassword(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/reset-password',
    summary: 'Set a new password with the link of a mail; all logins end',
    body: authApi.passwordReset,
    answer: { status: 200, schema: authApi.passwordChanged },
    refusals: [429],
    async handle({ body, req }) {
      const place = placeOf(clientOf(req).address);
      await deps.throttle.count('reset-from', place);
      const tokenHash = hashOfToken(body.token);
      const email = await findResetEmail(deps.database, tokenHash);
      const account = email === undefined ? undefined : await findAccountByEmail(deps.database, email);
      if (account === undefined) throw linkIsSpent();
      await deps.throttle.forget('reset-from', place);
      await reset(deps, account, body.new_password, tokenHash);
      await afterCommit(() => deps.throttle.unlock(account.email, place));
      return { detail: 'Your new password is set. Please log in with it.' };
    },
  });
}
