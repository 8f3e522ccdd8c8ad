import { matchDayApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { matchById } from '../play/find-match.js';
import { requireRefereeOf } from '../standing.js';
import { saveLivePoints } from '../store/live-points.js';
import { readTournament, type Deps } from '../tournaments.js';
import { matchParams } from './params.js';

export function setLivePoints(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/bracket/:match_id/live',
    summary: 'Show the points of the game that is being played; neither the log nor the version change',
    params: matchParams,
    body: matchDayApi.livePoints,
    answer: { status: 200, schema: matchDayApi.liveShown },
    refusals: [404, 409],
    idempotencyKey: 'ignored',
    async handle(input) {
      const { id } = await readTournament(deps, input);
      const { match_id } = input.params;
      await requireRefereeOf(deps.database, id, { caller: input.caller, matchId: match_id });
      const saved = await deps.database.transaction((tx) => saveLivePoints(tx, id, { match_id, ...input.body }));
      if (saved !== undefined) return saved;
      const { status } = await matchById(deps.database, id, match_id);
      throw status === 'running'
        ? conflict('Another game of this match is being played.', 'other-game')
        : conflict('This match is not being played.', 'match-not-running');
    },
  });
}
