import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { createAccount, type Deps } from '../accounts.js';
import { requireHardPassword } from '../domain/easy-passwords.js';
import { grantedRole, isApprovedAtOnce } from '../domain/standing.js';
import { presentRegistered } from '../presenters.js';

export function register(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/register',
    summary: 'Register as a member or a trainer',
    body: authApi.registration,
    answer: { status: 201, schema: authApi.registered },
    refusals: [409],
    invalidStatus: 400,
    async handle({ body }) {
      requireHardPassword(body.password, body, '#/password', 400);
      const role = grantedRole(body.role);
      const account = await createAccount(deps, { ...body, role, is_approved: isApprovedAtOnce(role) });
      const detail = account.is_approved
        ? 'You are registered and can log in.'
        : 'You are registered. You can log in as soon as an admin has approved you.';
      return { detail, user: presentRegistered(account) };
    },
  });
}
