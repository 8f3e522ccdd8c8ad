import { usersApi } from '@gym/contracts';
import { findSaga, operation, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { z } from 'zod';
import type { Deps } from '../decisions.js';
import { deletionKind } from '../deletion.js';

/** Without a login, because nobody has one afterwards; the random id is known to who deleted, and names nobody. */
export function getDeletion({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/deletions/:id',
    summary: 'See how far a deletion is, by the `saga_id` it was answered with',
    params: z.object({ id: z.uuid() }),
    answer: { status: 200, schema: usersApi.deletion },
    refusals: [404],
    async handle({ params }) {
      const saga = await findSaga(database, params.id);
      if (saga?.kind !== deletionKind) throw notFound('There is no such deletion.');
      const { id, state, steps, started_at, updated_at } = saga;
      return { id, state, steps, started_at: started_at.toISOString(), updated_at: updated_at.toISOString() };
    },
  });
}
