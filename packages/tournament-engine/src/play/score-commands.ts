import { EngineError } from '../errors.js';
import { isLowerBetter } from '../leaderboard/workout.js';
import type { CommandOptions, ScoreCommand } from '../model/command.js';
import type { EntrantNumber } from '../model/match.js';
import type { LeaderboardPlan } from '../model/plan.js';
import type { Mark, Score } from '../model/score.js';
import type { Stage } from '../model/stage.js';
import type { Draft } from './draft.js';
import type { Effects } from './effects.js';
import { scoreIdsOf } from './settle-score.js';
import { idsIn } from './store.js';

/**
 * Writes what an entrant did in a workout, or takes it away.
 * @throws EngineError `not-found`, `entrant-absent`, `already-decided`, `invalid-score`
 */
export function enterScore(draft: Draft, command: ScoreCommand & CommandOptions): Effects {
  const stage = draft.stage(command.stage);
  const { plan } = stage;
  if (plan.format !== 'leaderboard') throw new EngineError('not-found', 'This stage has no workouts.');
  const workout = plan.workouts.findIndex(({ id }) => id === command.workout);
  if (workout === -1) throw new EngineError('not-found', `There is no workout ${command.workout}.`);
  const score = scoreOf(draft, stage, command.entrant, workout);
  const mark = command.type === 'clear-score' ? null : checked(command, plan, workout);
  if (JSON.stringify(mark) === JSON.stringify(score.mark)) return {};
  if (mark !== null && draft.entrant(command.entrant).absence !== null) {
    throw new EngineError('entrant-absent', `Entrant ${command.entrant} has left the tournament.`);
  }
  if (mark !== null && score.mark !== null && command.correct !== true) {
    throw new EngineError('already-decided', `Entrant ${command.entrant} has a result in ${command.workout} already.`);
  }
  draft.putScore({ ...score, mark });
  return { scores: [score.id] };
}

/** O(members of the stage). */
function scoreOf(draft: Draft, { tables }: Stage, entrant: EntrantNumber, workout: number): Score {
  for (const id of idsIn([tables])) {
    const table = draft.table(id);
    const member = table.members.indexOf(entrant);
    if (member !== -1) return draft.score(scoreIdsOf(table, member)[workout] ?? -1);
  }
  throw new EngineError('not-found', `Entrant ${entrant} is not in this stage.`);
}

function checked(
  { status, value, tieBreak, unofficial }: Extract<ScoreCommand, { type: 'score' }>,
  { workouts, scoring }: LeaderboardPlan,
  at: number,
): Mark {
  const workout = workouts[at];
  if (status === 'dnf' && value !== undefined) throw invalid('Who did not finish has no value.');
  if (status !== 'dnf' && !isCount(value)) throw invalid('A result needs a value, which is not negative.');
  if (tieBreak !== undefined && !isCount(tieBreak)) throw invalid('A tie-break is a number that is not negative.');
  if (status === 'capped' && (workout === undefined || !isLowerBetter(workout) || scoring.by === 'sum')) {
    throw invalid('Only a workout for time can end at a cap, and repetitions cannot be added to times.');
  }
  return {
    status,
    ...(value !== undefined && { value }),
    ...(tieBreak !== undefined && { tieBreak }),
    ...(unofficial === true && { unofficial }),
  };
}

function isCount(value: number | undefined): boolean {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}

function invalid(message: string): EngineError {
  return new EngineError('invalid-score', message);
}
