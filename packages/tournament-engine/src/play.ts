import { EngineError } from './errors.js';
import { otherSide, type Feed, type Graph, type Seat, type Side } from './graph.js';

/** An entrant's number, `bye` where nobody will ever be, or null where the occupant is not known yet. */
export type Occupant = number | 'bye' | null;

export interface MatchState {
  occupants: [Occupant, Occupant];
  winner: Side | null;
  winnerTo: Seat | null;
}

/** One fact that a command changes. */
export type Change =
  { what: 'winner'; match: number; winner: Side } | { what: 'seat'; match: number; side: Side; occupant: Occupant };

/** The state before the first result, indexed like `graph.matches`: seeds seated, byes passed on. O(matches). */
export function begin(graph: Graph): MatchState[] {
  const states = graph.matches.map((match): MatchState => ({
    occupants: [firstOccupant(match.feeds[0]), firstOccupant(match.feeds[1])],
    winner: null,
    winnerTo: match.winnerTo,
  }));
  // One pass is enough, as a match comes after its feeders.
  for (const state of states) {
    const bye = state.occupants.indexOf('bye');
    if (bye === -1) continue;
    const side: Side = bye === 0 ? 1 : 0;
    if (state.occupants[side] === null) continue;
    state.winner = side;
    if (state.winnerTo) seat(stateOf(states, state.winnerTo.match), state.winnerTo.side, state.occupants[side]);
  }
  return states;
}

function firstOccupant(feed: Feed): Occupant {
  if (feed.from === 'seed') return feed.seed;
  return feed.from === 'bye' ? 'bye' : null;
}

/**
 * The changes that a result makes: the winner, and their seat in the next match, through byes to the first match that
 * has to be played. Looks at these matches only. The result that is there already changes nothing; another one is
 * taken as long as nobody played on the old one.
 * @throws EngineError when the match cannot have this result
 */
export function report(find: (match: number) => MatchState, match: number, winner: Side): Change[] {
  const played = find(match);
  if (played.occupants.includes('bye')) throw new EngineError('no-play-needed', `Match ${match} is a bye.`);
  if (played.occupants.includes(null)) throw new EngineError('side-unknown', `Match ${match} waits for an entrant.`);
  if (played.winner === winner) return [];

  const occupant = played.occupants[winner];
  const changes: Change[] = [{ what: 'winner', match, winner }];
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

/** Writes changes into the caller's states, in place: a result must not cost a copy of the bracket. */
export function apply(states: MatchState[], changes: Change[]): void {
  for (const change of changes) {
    const state = stateOf(states, change.match);
    if (change.what === 'winner') state.winner = change.winner;
    else seat(state, change.side, change.occupant);
  }
}

function seat(state: MatchState, side: Side, occupant: Occupant): void {
  state.occupants[side] = occupant;
}

/** @throws RangeError when there is no such match */
export function stateOf(states: MatchState[], match: number): MatchState {
  const state = states[match];
  if (state === undefined) throw new RangeError(`there is no match ${match}`);
  return state;
}
