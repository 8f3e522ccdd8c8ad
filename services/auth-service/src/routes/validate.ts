import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { accountOf, type Deps } from '../accounts.js';
import { presentValidation } from '../presenters.js';

/** Reads the account instead of believing the token, which may be older than a ban. */
export function validate(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/validate',
    summary: 'Check an access token and the account behind it',
    answer: { status: 200, schema: authApi.validation },
    idempotencyKey: 'ignored',
    handle: async ({ caller }) => presentValidation(await accountOf(deps, caller)),
  });
}
