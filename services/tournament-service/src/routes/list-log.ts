import { tournamentLogApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { pageOf } from '../pages.js';
import { presentLogEntry } from '../presenters.js';
import { listLog as selectLog } from '../store/log.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function listLog(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/log',
    summary: 'List what was done to a tournament, by whom and why, newest first',
    params: tournamentParams,
    query: tournamentLogApi.logQuery,
    answer: { status: 200, schema: tournamentLogApi.logPage },
    refusals: [404],
    async handle(input) {
      const { query } = input;
      const tournament = await readTournament(deps, input);
      const rows = await selectLog(deps.database, tournament.id, { limit: query.limit + 1, before: query.cursor });
      const { items, next_cursor } = pageOf(rows, query.limit, (last) => last.seq);
      return { items: items.map(presentLogEntry), next_cursor };
    },
  });
}
