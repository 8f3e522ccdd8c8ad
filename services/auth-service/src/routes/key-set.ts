import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { SigningKeys } from '../signing-keys.js';

export function keySet(keys: SigningKeys): Operation {
  return operation({
    method: 'get',
    path: '/api/auth/.well-known/jwks.json',
    summary: 'Public keys of the access tokens',
    answer: { status: 200, schema: authApi.keySet },
    handle: ({ res }) => {
      res.set('cache-control', 'public, max-age=60');
      return Promise.resolve(keys.published);
    },
  });
}
