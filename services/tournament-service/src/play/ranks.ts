import { finalRanks, type State } from '@gym/tournament-engine';
import type { RankRow } from '../store/ranks.js';
import { participantOf } from './match-columns.js';

/** Where everybody ended. */
export function ranksOf(state: State): RankRow[] {
  return finalRanks(state).flatMap(({ entrant, rank }) =>
    rank === null ? [] : [{ participant_id: participantOf(state, entrant), rank }],
  );
}
