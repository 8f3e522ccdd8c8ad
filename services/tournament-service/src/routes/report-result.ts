import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { recordResult } from '../play/record-result.js';
import { presentMatches } from '../presenters.js';
import { requireRefereeOf } from '../standing.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { matchParams } from './params.js';

export function reportResult(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/bracket/:match_id/result',
    summary: 'Enter the result of a match, or correct it; results that depend on it are taken away with force only',
    params: matchParams,
    body: tournamentsApi.result,
    answer: { status: 200, schema: tournamentsApi.resultReported },
    refusals: [404, 409, 412],
    invalidStatus: 400,
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { params, body } = input;
        await requireRefereeOf(tx, tournament.id, { caller: input.caller, matchId: params.match_id });
        const { match, people, ...change } = await recordResult(tx, deps.states, tournament, params.match_id, body);
        const [bracket] = presentMatches([match], [...people.values()]);
        if (bracket === undefined) throw new Error('a match was presented as nothing');
        return { ...change, answer: () => ({ message: 'The result was recorded.', bracket }) };
      }),
  });
}
