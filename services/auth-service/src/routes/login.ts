import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { clientOf } from '../client.js';
import { requireCredentials, wrongCredentials } from '../credentials.js';
import { requireGoodStanding } from '../domain/standing.js';
import { presentSession } from '../presenters.js';
import { openSession, type Grant } from '../sessions.js';
import type { Client } from '../store/sessions.js';

export function login(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/login',
    summary: 'Get an access token, and a refresh token for the next ones',
    body: authApi.credentials,
    answer: { status: 200, schema: authApi.session },
    refusals: [401, 403, 429],
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
  credentials: { email: string; password: string },
  client: Client,
): Promise<Grant | undefined> {
  const account = await requireCredentials(deps, credentials, client);
  requireGoodStanding(account);
  return openSession(deps, account, client);
}
