import { usersApi } from '@gym/contracts';
import { expectOk, operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../tournaments.js';

export function listAvailableUsers({ sidecar }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/available-users',
    summary: 'List people who can be put into a tournament: approved and not banned',
    query: usersApi.availableQuery,
    answer: { status: 200, schema: usersApi.availablePage },
    invalidStatus: 400,
    async handle({ query: { limit, cursor } }) {
      const page = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor: String(cursor) }) });
      const answer = await sidecar.invoke('user-service', `/internal/users/available?${page.toString()}`);
      return expectOk(answer, usersApi.availablePage);
    },
  });
}
