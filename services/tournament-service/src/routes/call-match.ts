import { matchDayApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { requireCourt, requireReferee } from '../domain/permissions.js';
import { calledEvent } from '../events/match-day.js';
import { logged } from '../log.js';
import { requirePlaying } from '../play/find-draw.js';
import { matchById } from '../play/find-match.js';
import { findSides, requireOpen } from '../play/sides.js';
import { standingIn } from '../standing.js';
import { deleteCall, findCall, saveCall } from '../store/calls.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { matchParams } from './params.js';

export function callMatch(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/bracket/:match_id/call',
    summary: 'Call the people of a match to a court, to another one, or take a call back',
    params: matchParams,
    body: matchDayApi.call,
    answer: { status: 200, schema: matchDayApi.called },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        const { court } = input.body;
        const who = await standingIn(tx, tournament.id, input.caller);
        requireReferee(who);
        requirePlaying(tournament);
        const match = await matchById(tx, tournament.id, input.params.match_id);
        const before = await findCall(tx, match.id);
        // Neither from a court of others nor to one.
        for (const name of [before?.court, court ?? before?.court]) if (name !== undefined) requireCourt(who, name);
        requireOpen(match);
        const answer = (message: string, row: typeof before) => ({
          message,
          match_id: match.id,
          court: row?.court ?? null,
          called_at: row?.called_at.toISOString() ?? null,
        });
        if (court === (before?.court ?? null)) {
          return { events: [], log: [], answer: () => answer('It was so already.', before) };
        }
        const after = court === null ? await deleteCall(tx, match.id) : await saveCall(tx, match, court);
        const { sides, usersOf } = await findSides(tx, tournament, match);
        return {
          events: [calledEvent(tournament, { match, court, sides, user_ids: usersOf(sides) })],
          log: [logged('match.called', { match_id: match.id, court }, { matches: [match.id] })],
          answer: () =>
            answer(court === null ? 'The call was taken back.' : 'The match was called.', after ?? undefined),
        };
      }),
  });
}
