import { pathId, usersApi } from '@gym/contracts';
import { hasRole, operation, type Operation } from '@gym/service-kit';
import { forbidden, notFound } from '@gym/service-kit/errors';
import { z } from 'zod';
import type { Deps } from '../decisions.js';
import { presentProfile } from '../presenters.js';
import { findDetails } from '../store/details.js';
import { findUser } from '../store/users.js';

export function getUser({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/:id',
    summary: 'Read a profile: staff anybody’s, others their own',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: usersApi.profile },
    refusals: [403, 404],
    invalidStatus: 400,
    async handle({ params, caller, isOwnOnly }) {
      // Before the look-up: the answer must not tell which ids exist.
      if (isOwnOnly && params.id !== caller.id)
        throw forbidden('You may only see your own profile.', 'not-your-profile');
      const user = await findUser(database, params.id);
      if (user === undefined) throw notFound(`There is no user ${params.id}.`);
      const viewer = caller.id === user.id ? 'themself' : hasRole(caller, 'admin') ? 'admin' : 'trainer';
      return presentProfile(user, await findDetails(database, user.id), viewer);
    },
  });
}
