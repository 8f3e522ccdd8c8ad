import { matchDayApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { standingIn } from '../standing.js';
import { entriesOf } from '../store/reports.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getOwnPart(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/me',
    summary: 'Show what the caller is in a tournament: staff, organiser, referee, and with which entries',
    params: tournamentParams,
    answer: { status: 200, schema: matchDayApi.ownPart },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      const { isStaff, role = null, courts } = await standingIn(deps.database, id, input.caller);
      const entries = await entriesOf(deps.database, id, input.caller.id);
      return { is_staff: isStaff, role, courts, entries };
    },
  });
}
