import { pathId, usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { z } from 'zod';
import type { Deps } from '../decisions.js';
import { presentAudit } from '../presenters.js';
import { listAudit as selectAudit } from '../store/audit.js';

/** Also of people who are gone: what was decided about them stays. */
export function listAudit({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/:id/audit',
    summary: 'What staff decided about a user, newest first',
    params: z.object({ id: pathId }),
    query: usersApi.auditQuery,
    answer: { status: 200, schema: usersApi.auditPage },
    async handle({ params, query: { limit, cursor } }) {
      const rows = await selectAudit(database, params.id, cursor ?? Number.MAX_SAFE_INTEGER, limit + 1);
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return { items: shown.map(presentAudit), next_cursor: last === undefined ? null : String(last.id) };
    },
  });
}
