import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { unauthorized, unavailable } from '@gym/service-kit/errors';
import type { Deps } from '../decisions.js';
import { presentUser } from '../presenters.js';
import { wasDeleted } from '../store/deleted-users.js';
import { findUser } from '../store/users.js';

export function getMe({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/me',
    summary: 'Read your own profile',
    answer: { status: 200, schema: usersApi.user },
    async handle({ caller }) {
      const user = await findUser(database, caller.id);
      if (user) return presentUser(user);
      if (await wasDeleted(database, caller.id)) throw unauthorized('This account no longer exists.', 'invalid-token');
      // A valid token and no profile yet: the event of the registration is on its way.
      throw unavailable('Your profile is being created. Please try again in a moment.', undefined, 1);
    },
  });
}
