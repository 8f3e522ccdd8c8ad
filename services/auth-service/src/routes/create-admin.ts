import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { accountOf, createAccount, type Deps } from '../accounts.js';
import { requireHardPassword } from '../domain/easy-passwords.js';
import { requireGoodStanding } from '../domain/standing.js';
import { actOf } from '../events/accounts.js';
import { presentIdentity } from '../presenters.js';

export function createAdmin(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/create_admin',
    summary: 'Make another admin',
    body: authApi.newAdmin,
    answer: { status: 201, schema: authApi.createdAdmin },
    refusals: [409],
    invalidStatus: 400,
    async handle({ body, caller }) {
      // An admin banned a minute ago still has a token, and must not make a new account to go on with.
      requireGoodStanding(await accountOf(deps, caller));
      requireHardPassword(body.password, body, '#/password', 400);
      const applicant = { ...body, role: 'admin' as const, is_approved: true };
      const account = await createAccount(deps, applicant, actOf(caller));
      return { detail: 'The admin was created.', user: presentIdentity(account) };
    },
  });
}
