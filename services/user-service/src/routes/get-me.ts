import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../decisions.js';
import { presentProfile } from '../presenters.js';
import { ownProfile } from '../profiles.js';
import { findDetails } from '../store/details.js';

export function getMe({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/me',
    summary: 'Read your own profile',
    answer: { status: 200, schema: usersApi.profile },
    async handle({ caller }) {
      const user = await ownProfile(database, caller);
      return presentProfile(user, await findDetails(database, user.id), 'themself');
    },
  });
}
