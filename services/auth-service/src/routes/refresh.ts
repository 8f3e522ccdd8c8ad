import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { clientOf } from '../client.js';
import { presentSession } from '../presenters.js';
import { refreshSession } from '../sessions.js';

export function refresh(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/refresh',
    summary: 'Exchange a refresh token for the next one and a new access token',
    body: authApi.refreshRequest,
    answer: { status: 200, schema: authApi.session },
    refusals: [401, 403],
    idempotencyKey: 'ignored',
    async handle({ body, req, res }) {
      const grant = await refreshSession(deps, body.refresh_token, clientOf(req));
      res.set('cache-control', 'no-store');
      return presentSession(grant, deps.keys.sign(grant));
    },
  });
}
