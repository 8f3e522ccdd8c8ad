import { tournamentLogApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
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
      const items = rows.slice(0, query.limit).map(presentLogEntry);
      const last = rows.length > query.limit ? items.at(-1) : undefined;
      return { items, next_cursor: last === undefined ? null : String(last.seq) };
    },
  });
}
