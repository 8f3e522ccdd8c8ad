import type { Occupant } from '../model/match.js';
import type { Score } from '../model/score.js';
import type { Table } from '../model/stage.js';

/** Scores of new members of a leaderboard, all still to come. */
export function newScores(
  { id: table, stage }: Pick<Table, 'id' | 'stage'>,
  firstScore: number,
  { workouts, members, firstMember = 0 }: { workouts: number; members: readonly Occupant[]; firstMember?: number },
): Score[] {
  return members.flatMap((entrant, at) =>
    Array.from({ length: workouts }, (_score, workout): Score => {
      const id = firstScore + at * workouts + workout;
      return { id, stage, table, member: firstMember + at, workout, mark: null, entrant, isOpen: true };
    }),
  );
}
