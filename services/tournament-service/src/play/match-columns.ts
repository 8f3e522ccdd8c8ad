import type { tournamentsApi } from '@gym/contracts';
import { getAt, statusOf, type Match, type Occupant, type Result, type Side, type State } from '@gym/tournament-engine';

/** What the columns of a match say of the engine's record. */
export interface MatchColumns {
  number: number;
  stage: number;
  section: string;
  group_number: number | null;
  best_of: number;
  round: number;
  match_number: number;
  participant1_id: number | null;
  participant2_id: number | null;
  winner_id: number | null;
  is_bye: boolean;
  status: tournamentsApi.MatchStatus;
}

export function columnsOf(state: State, match: Match): MatchColumns {
  const sides = [participantAt(state, match.sides[0]), participantAt(state, match.sides[1])] as const;
  const { decision } = match;
  const status = statusOf(match);
  return {
    number: match.id,
    stage: match.stage,
    section: match.section,
    group_number: match.table === null ? null : getAt(state.tables, match.table).number,
    best_of: match.bestOf,
    round: match.round,
    match_number: match.number,
    participant1_id: sides[0],
    participant2_id: sides[1],
    winner_id: decision === 0 || decision === 1 ? sides[decision] : null,
    is_bye: status === 'bye',
    status,
  };
}

/** Who is at a side; null for a bye, and where it is not known yet. */
export function participantAt(state: State, occupant: Occupant): number | null {
  return typeof occupant === 'number' ? participantOf(state, occupant) : null;
}

/** The participant who is an entrant; this service gives the engine no other ids. */
export function participantOf(state: State, entrant: number): number {
  const { id } = getAt(state.entrants, entrant - 1);
  if (typeof id !== 'number') throw new TypeError(`entrant ${entrant} is no participant`);
  return id;
}

/** Where the winner or the loser of a match goes, as the number of a match and its side. */
export function nextOf(target: Match['winnerTo']): { number: number; side: Side } | null {
  return target?.to === 'side' ? { number: target.match, side: target.side } : null;
}

/** A result in a line, such as `2:1 (11:8, 5:11, 11:9)`; null where there are no numbers. */
export function scoreText(result: Result | null, bestOf: number): string | null {
  if (result?.kind !== 'played' || result.score === null) return null;
  const short = ([one, other]: readonly [number, number]): string => `${one}:${other}`;
  const games = bestOf > 1 && result.games.length > 0 ? ` (${result.games.map(short).join(', ')})` : '';
  return `${short(result.score)}${games}`;
}
