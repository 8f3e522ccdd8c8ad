import { pathId, personalDataApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { z } from 'zod';
import type { Deps } from '../accounts.js';
import { presentExport } from '../presenters.js';
import { maxSessions } from '../sessions.js';
import { listResetsOf } from '../store/password-resets.js';
import { listSessions } from '../store/sessions.js';
import { findOwnAccount } from '../store/users.js';

/** Logins at one moment can pass the limit for as long as they take. */
const exportedSessions = 2 * maxSessions;

export function exportAccount({ database, throttle }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/accounts/:id/export',
    summary: 'What is kept of an account, for its owner',
    params: z.object({ id: pathId }),
    answer: { status: 200, schema: personalDataApi.exportedAccount },
    refusals: [404],
    async handle({ params: { id } }) {
      const account = await findOwnAccount(database, id);
      if (account === undefined) throw notFound(`There is no account ${id}.`);
      const [sessions, resets, history] = await Promise.all([
        listSessions(database, id, Number.MAX_SAFE_INTEGER, exportedSessions),
        listResetsOf(database, account.email),
        throttle.historyOf(account.email),
      ]);
      return presentExport(account, sessions, resets, history);
    },
  });
}
