import { EngineError } from './errors.js';
import { otherSide, type Occupant, type Side } from './model/match.js';

/** What `report` needs to know of a match. */
export interface MatchState {
  occupants: [Occupant, Occupant];
  winner: Side | null;
  winnerTo: { match: number; side: Side } | null;
}

/** One fact that a result changes. */
export type ReportChange =
  { what: 'winner'; match: number; winner: Side } | { what: 'seat'; match: number; side: Side; occupant: Occupant };

/**
 * The changes that a result makes: the winner, and their seat in the next match, through byes to the first match that
 * has to be played. Looks at these matches only. The result that is there already changes nothing; another one is
 * taken as long as nobody played on the old one.
 * @throws EngineError when the match cannot have this result
 */
export function report(find: (match: number) => MatchState, match: number, winner: Side): ReportChange[] {
  const played = find(match);
  if (played.occupants.includes('bye')) throw new EngineError('no-play-needed', `Match ${match} is a bye.`);
  if (played.occupants.includes(null)) throw new EngineError('side-unknown', `Match ${match} waits for an entrant.`);
  if (played.winner === winner) return [];

  const occupant = played.occupants[winner];
  const changes: ReportChange[] = [{ what: 'winner', match, winner }];
  for (let to = played.winnerTo; to !== null;) {
    const next = find(to.match);
    changes.push({ what: 'seat', ...to, occupant });
    if (next.occupants[otherSide(to.side)] !== 'bye') {
      if (next.winner !== null) throw new EngineError('next-match-played', `Match ${to.match} has been played.`);
      break;
    }
    changes.push({ what: 'winner', match: to.match, winner: to.side });
    to = next.winnerTo;
  }
  return changes;
}
