import { playersApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { listPodiums } from '../store/podium.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getPodium(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/podium',
    summary: 'Show the first three of every category',
    params: tournamentParams,
    answer: { status: 200, schema: playersApi.podium },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      return { draws: await listPodiums(deps.database, id) };
    },
  });
}
