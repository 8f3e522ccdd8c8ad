import { usersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../decisions.js';
import { toPage } from '../page.js';
import { presentUser } from '../presenters.js';
import { listUsers as selectUsers } from '../store/users.js';

export function listUsers({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users',
    summary: 'List users by id, as a page with `limit`, as a bare array of at most 1,000 without',
    query: usersApi.listQuery,
    answer: { status: 200, schema: usersApi.userList },
    invalidStatus: 400,
    async handle({ query, res }) {
      const limit = query.limit ?? usersApi.maxListed;
      const page = toPage(await selectUsers(database, query.cursor ?? 0, limit + 1), limit);
      const items = page.rows.map(presentUser);
      if (query.limit !== undefined) return { items, next_cursor: page.nextCursor };
      if (page.nextCursor !== null) res.set('link', `</api/users?cursor=${page.nextCursor}>; rel="next"`);
      return items;
    },
  });
}
