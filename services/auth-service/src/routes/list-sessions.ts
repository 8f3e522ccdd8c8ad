import { authApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../accounts.js';
import { presentOpenSession } from '../presenters.js';
import { listSessions } from '../store/sessions.js';

export function listOwnSessions({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/auth/sessions',
    summary: 'Where the caller is logged in, the newest login first',
    query: authApi.sessionQuery,
    answer: { status: 200, schema: authApi.sessionPage },
    async handle({ caller, query: { limit, cursor } }) {
      const rows = await listSessions(database, caller.id, cursor ?? Number.MAX_SAFE_INTEGER, limit + 1);
      const shown = rows.slice(0, limit);
      const next = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((row) => presentOpenSession(row, caller.sessionId)),
        next_cursor: next === undefined ? null : String(next.id),
      };
    },
  });
}
