import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { unauthorized } from '@gym/service-kit/errors';
import type { Deps } from '../accounts.js';
import { requireGoodStanding } from '../domain/standing.js';
import { presentSession } from '../presenters.js';
import type { SigningKeys } from '../signing-keys.js';
import { findAccountByEmail } from '../store/users.js';

export function login({ database, passwords }: Deps, keys: SigningKeys): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/login',
    summary: 'Get an access token',
    body: authApi.credentials,
    answer: { status: 200, schema: authApi.session },
    refusals: [401, 403],
    invalidStatus: 400,
    idempotencyKey: 'ignored',
    async handle({ body }) {
      const account = await findAccountByEmail(database, body.email);
      const isRight = await passwords.verify(body.password, account?.password_hash);
      // One sentence for both, or the answer tells which emails have an account.
      if (!account || !isRight) throw unauthorized('The email or the password is wrong.', 'wrong-credentials');
      requireGoodStanding(account);
      return presentSession(account, keys.sign(account));
    },
  });
}
