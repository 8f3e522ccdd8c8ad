import { matchDayApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { pageOf, placeIn } from '../pages.js';
import { reportOwn } from '../play/self-report.js';
import { presentReport } from '../presenters.js';
import { standingIn } from '../standing.js';
import { entriesLedBy, listReports } from '../store/reports.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { matchParams, tournamentParams } from './params.js';

const messages: Record<matchDayApi.ReportOutcome, string> = {
  waiting: 'The report waits for the other side.',
  agreed: 'Both sides agree: the result was recorded.',
  disputed: 'The other side says something else: staff will decide.',
};

export function reportOwnMatch(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/bracket/:match_id/report',
    summary: 'Report the result of one’s own match; when the other side reports the same it is decided',
    params: matchParams,
    body: matchDayApi.selfReport,
    answer: { status: 200, schema: matchDayApi.selfReported },
    refusals: [400, 403, 404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { match_id } = input.params;
        const asked = { matchId: match_id, userId: input.caller.id, report: input.body };
        const { report, outcome, ...change } = await reportOwn(tx, deps, tournament, asked);
        const stands_at = report.stands_at?.toISOString() ?? null;
        return { ...change, answer: () => ({ message: messages[outcome], match_id, outcome, stands_at }) };
      }),
  });
}

export function listMatchReports(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/reports',
    summary: 'List what sides have reported: of one’s own matches, or of all for staff and referees',
    params: tournamentParams,
    query: matchDayApi.reportsQuery,
    answer: { status: 200, schema: matchDayApi.reportsPage },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      const { match_id, status, limit, cursor } = input.query;
      const { isStaff, role } = await standingIn(deps.database, id, input.caller);
      const seesAll = isStaff || role !== undefined;
      const [match, participant] = placeIn(cursor) ?? [0, 0];
      const rows = await listReports(deps.database, id, {
        matchId: match_id,
        isOpen: status === 'open',
        participants: seesAll ? undefined : await entriesLedBy(deps.database, id, input.caller.id),
        after: { match, participant },
        limit: limit + 1,
      });
      const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.match_id}.${last.participant_id}`);
      return { items: items.map(presentReport), next_cursor };
    },
  });
}
