import { badRequest, conflict } from '@gym/service-kit/errors';
import {
  EngineError,
  report,
  type ReportChange,
  type MatchState,
  type Occupant,
  type Side,
} from '@gym/tournament-engine';

/** What a result depends on. */
export interface PlayedMatch {
  id: number;
  participant1_id: number | null;
  participant2_id: number | null;
  winner_id: number | null;
  is_bye: boolean;
  next_match_id: number | null;
  next_side: Side | null;
}

/** Somebody moves to a side of the next match. */
export interface Move {
  match_id: number;
  side: Side;
  participant_id: number;
}

/**
 * What a result does to the bracket.
 * @param matches the match and the one its winner goes to
 * @returns undefined when this winner is recorded already
 * @throws AppError 400 when the match cannot have this winner, 409 when it was played on with another one
 */
export function decide(matches: PlayedMatch[], matchId: number, winnerId: number): Move[] | undefined {
  const find = (id: number): MatchState => {
    const match = matches.find((candidate) => candidate.id === id);
    if (match === undefined) throw new RangeError(`match ${id} was not loaded`);
    return stateOf(match);
  };
  const { occupants } = find(matchId);
  const side = occupants.indexOf(winnerId);
  // What is wrong with the match itself is the better answer, and the engine's to give.
  if (side === -1 && occupants.every((occupant) => typeof occupant === 'number')) {
    throw badRequest('The winner is not in this match.', 'winner-not-in-match');
  }
  const changes = reportTo(find, matchId, side === 1 ? 1 : 0);
  return changes.length === 0 ? undefined : changes.flatMap(moveOf);
}

function reportTo(find: (id: number) => MatchState, matchId: number, side: Side): ReportChange[] {
  try {
    return report(find, matchId, side);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw refusalOf(error);
  }
}

function refusalOf(error: EngineError): Error {
  switch (error.code) {
    case 'no-play-needed':
      return badRequest('This match is a bye: there is nothing to play.', error.code);
    case 'side-unknown':
      return badRequest('A side of this match is not known yet.', error.code);
    case 'next-match-played':
      return conflict('The next match has been played already, so the winner of this one stands.', error.code);
    default:
      return error;
  }
}

/** A bye has one side that stays empty; everywhere else an empty side is one that is not known yet. */
function stateOf(match: PlayedMatch): MatchState {
  const ids = [match.participant1_id, match.participant2_id] as const;
  const occupant = (id: number | null): Occupant => id ?? (match.is_bye ? 'bye' : null);
  const { next_match_id, next_side } = match;
  return {
    occupants: [occupant(ids[0]), occupant(ids[1])],
    winner: match.winner_id === null ? null : match.winner_id === ids[0] ? 0 : 1,
    winnerTo: next_match_id === null || next_side === null ? null : { match: next_match_id, side: next_side },
  };
}

function moveOf(change: ReportChange): Move[] {
  if (change.what === 'winner' || typeof change.occupant !== 'number') return [];
  return [{ match_id: change.match, side: change.side, participant_id: change.occupant }];
}
