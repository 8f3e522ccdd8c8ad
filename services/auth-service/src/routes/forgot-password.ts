import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { clientOf } from '../client.js';
import { placeOf } from '../domain/place.js';
import { insertReset } from '../store/password-resets.js';

/** Does the same for every email, and says the same: neither answer nor time tells who has an account. */
export function forgotPassword({ database, throttle }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/auth/forgot-password',
    summary: 'Get a mail with a link that sets a new password',
    body: authApi.forgottenPassword,
    answer: { status: 202, schema: authApi.passwordChanged },
    refusals: [429],
    async handle({ body, req }) {
      await throttle.count('mail-from', placeOf(clientOf(req).address));
      await throttle.count('mail-to', body.email);
      await insertReset(database, body.email);
      return { detail: 'If this email has an account, a mail with a link is on its way.' };
    },
  });
}
