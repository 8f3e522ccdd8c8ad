import { documentApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { readDocument } from '../transfer/read.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function exportDocument(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/export.json',
    summary: 'Take a whole tournament along, to another installation or to keep it',
    params: tournamentParams,
    answer: { status: 200, schema: documentApi.tournamentDocument },
    refusals: [404, 409],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      input.res.set('content-disposition', `attachment; filename="tournament-${id}.json"`);
      return readDocument(deps, id);
    },
  });
}
