import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../decisions.js';
import { toPage } from '../page.js';
import { presentAvailable } from '../presenters.js';
import { listAvailableUsers as selectAvailable } from '../store/users.js';

export function listAvailableUsers({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/internal/users/available',
    summary: 'List who can be put into a tournament: approved and not banned',
    query: usersApi.availableQuery,
    answer: { status: 200, schema: usersApi.availablePage },
    async handle({ query }) {
      const rows = await selectAvailable(database, query.cursor ?? 0, query.limit + 1);
      const page = toPage(rows, query.limit);
      return { users: page.rows.map(presentAvailable), next_cursor: page.last ? String(page.last.id) : null };
    },
  });
}
