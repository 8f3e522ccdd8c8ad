import { leaderboard, type BoardRow } from '../leaderboard/leaderboard.js';
import type { Performance } from '../leaderboard/workout.js';
import type { LeaderboardPlan } from '../model/plan.js';
import type { Table } from '../model/stage.js';
import { isAnnulled } from './outcome.js';
import { idsIn, type Store } from './store.js';

/** A leaderboard as it stands, best first; entrants by their numbers. */
export function boardRows(
  store: Pick<Store, 'score' | 'entrant'>,
  { id, members, scores }: Table,
  { workouts, scoring }: LeaderboardPlan,
): BoardRow[] {
  const entrants = members.flatMap((member) => (typeof member === 'number' ? [{ id: member }] : []));
  const performances = [...idsIn(scores)].flatMap((score): Performance[] => {
    const { entrant, mark, workout: at } = store.score(score);
    const workout = workouts[at];
    if (typeof entrant !== 'number' || workout === undefined) return [];
    const { absence } = store.entrant(entrant);
    const counted = isAnnulled(absence, id) ? null : mark;
    if (counted !== null) return [{ entrant, workout: workout.id, ...counted }];
    return absence === null ? [] : [{ entrant, workout: workout.id, status: 'wd' }];
  });
  const [board] = leaderboard({ entrants, workouts: [...workouts], performances, scoring });
  return board?.rows ?? [];
}
