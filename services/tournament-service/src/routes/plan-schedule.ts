import { scheduleApi } from '@gym/contracts';
import { operation, type Operation, type Queryable } from '@gym/service-kit';
import { adopt } from '../schedule/adopt.js';
import { draftPlan, draftReplan, type PlanDraft } from '../schedule/draft.js';
import { moveMatch } from '../schedule/move.js';
import { presentDraft } from '../schedule/present.js';
import type { TournamentRow } from '../store/tournaments.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { matchParams, tournamentParams } from './params.js';

type Drafting = (db: Queryable, tournament: TournamentRow) => Promise<PlanDraft>;
type Input = Parameters<typeof changeTournament>[1];

/**
 * The plan is worked out without a lock, so that results can be entered meanwhile; if something was, it is worked out
 * again with the tournament locked.
 */
async function planned(
  deps: Deps,
  input: Input,
  { preview, ...request }: Pick<scheduleApi.ReplanRequest, 'preview' | 'lost_courts' | 'reason'>,
  make: Drafting,
): Promise<scheduleApi.Planned> {
  const draft = await make(deps.database, await readTournament(deps, input));
  if (preview) return presentDraft(draft, true);
  return changeTournament(deps, input, async (tx, tournament) => {
    const current = draft.version === tournament.version ? draft : await make(tx, tournament);
    return { ...(await adopt(tx, tournament, current, request)), answer: () => presentDraft(current, false) };
  });
}

export function planSchedule(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/schedule/plan',
    summary: 'Plan all matches so that the last one ends early; says how early any plan could end',
    params: tournamentParams,
    body: scheduleApi.planRequest,
    answer: { status: 200, schema: scheduleApi.planned },
    refusals: [404, 409, 412],
    handle: (input) => planned(deps, input, { ...input.body, lost_courts: [] }, (db, row) => draftPlan(deps, db, row)),
  });
}

export function replanSchedule(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/schedule/replan',
    summary: 'Plan again from now on with the least change, also without courts that are lost',
    params: tournamentParams,
    body: scheduleApi.replanRequest,
    answer: { status: 200, schema: scheduleApi.planned },
    refusals: [404, 409, 412],
    handle: (input) =>
      planned(deps, input, input.body, (db, row) => draftReplan(deps, db, row, input.body.lost_courts)),
  });
}

export function moveScheduled(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/schedule/:match_id',
    summary: 'Put a match elsewhere, or lock it there; conflicts are named',
    params: matchParams,
    body: scheduleApi.slotPatch,
    answer: { status: 200, schema: scheduleApi.slotChanged },
    refusals: [404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, (tx, tournament) =>
        moveMatch(tx, deps.states, tournament, input.params.match_id, input.body),
      ),
  });
}
