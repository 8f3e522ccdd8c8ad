import { pathId, personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import type { Deps } from '../accounts.js';
import { findAccount } from '../store/users.js';

/** For what a token alone must not do, such as the deletion of the account behind it. */
export function checkPassword({ database, passwords, throttle }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/internal/accounts/:id/check-password',
    summary: 'Say whether this is the password of an account',
    params: z.object({ id: pathId }),
    body: personalDataApi.passwordQuestion,
    answer: { status: 200, schema: personalDataApi.passwordAnswer },
    idempotencyKey: 'ignored',
    refusals: [429],
    async handle({ params, body }) {
      const whose = String(params.id);
      await throttle.count('change-of', whose);
      const account = await findAccount(database, params.id);
      const { isRight } = await passwords.verify(body.password, account?.password_hash);
      if (isRight) await throttle.forget('change-of', whose);
      return { is_right: isRight };
    },
  });
}
