import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { unauthorized } from '@gym/service-kit/errors';
import type { Deps } from '../accounts.js';
import { clientOf } from '../client.js';
import { requireGoodStanding } from '../domain/standing.js';
import { presentSession } from '../presenters.js';
import { openSession, type Grant } from '../sessions.js';
import type { Client } from '../store/sessions.js';
import { findAccountByEmail } from '../store/users.js';

export function login(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/login',
    summary: 'Get an access token, and a refresh token for the next ones',
    body: authApi.credentials,
    answer: { status: 200, schema: authApi.session },
    refusals: [401, 403],
    invalidStatus: 400,
    idempotencyKey: 'ignored',
    async handle({ body, req, res }) {
      // A password that changes while it is verified is verified once more.
      const grant = (await attempt(deps, body, clientOf(req))) ?? (await attempt(deps, body, clientOf(req)));
      if (grant === undefined) throw wrongCredentials();
      res.set('cache-control', 'no-store');
      return presentSession(grant, deps.keys.sign(grant));
    },
  });
}

/** @returns undefined when the password was changed meanwhile */
async function attempt(
  deps: Deps,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<Grant | undefined> {
  const account = await findAccountByEmail(deps.database, email);
  const isRight = await deps.passwords.verify(password, account?.password_hash);
  if (!account || !isRight) throw wrongCredentials();
  requireGoodStanding(account);
  return openSession(deps, account, client);
}

/** One sentence for both, or the answer tells which emails have an account. */
function wrongCredentials(): Error {
  return unauthorized('The email or the password is wrong.', 'wrong-credentials');
}
