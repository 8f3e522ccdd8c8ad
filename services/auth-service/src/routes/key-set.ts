import { authApi } from '@gym/contracts';
import { operation, type Logger, type Operation } from '@gym/service-kit';
import type { SigningKeys } from '../signing-keys.js';

export function keySet(keys: SigningKeys, log: Logger): Operation {
  return operation({
    method: 'get',
    path: '/api/auth/.well-known/jwks.json',
    summary: 'Public keys of the access tokens',
    answer: { status: 200, schema: authApi.keySet },
    async handle({ res }) {
      // Who asks may have met a key that another replica has read of already.
      await keys.refresh().catch((error: unknown) => log.warn('the signing keys cannot be read', { error }));
      res.set('cache-control', 'public, max-age=60');
      return keys.published;
    },
  });
}
