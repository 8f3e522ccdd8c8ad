import { pathId, personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { z } from 'zod';
import type { Deps } from '../accounts.js';
import { presentExport } from '../presenters.js';
import { findAccount } from '../store/users.js';

export function exportAccount({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/accounts/:id/export',
    summary: 'What is kept of an account, for its owner',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: personalDataApi.exportedAccount },
    refusals: [404],
    async handle({ params }) {
      const account = await findAccount(database, params.id);
      if (account === undefined) throw notFound(`There is no account ${params.id}.`);
      return presentExport(account);
    },
  });
}
