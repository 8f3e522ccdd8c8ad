import { statusOf, type Match, type Occupant, type Side } from '../model/match.js';
import type { State } from '../model/state.js';
import { getAt } from '../model/vector.js';
import {
  bracketsStatus,
  type BracketsGame,
  type BracketsMatch,
  type BracketsModel,
  type BracketsOpponent,
} from './brackets-model.js';

type Opponents = Pick<BracketsMatch, 'opponent1' | 'opponent2'>;

/**
 * Appends a match and its games to a model.
 * @param positions what its sides have as `position`
 */
export function writeMatch(
  model: BracketsModel,
  {
    state,
    match,
    where,
    positions,
  }: {
    state: State;
    match: Match;
    where: Pick<BracketsMatch, 'stage_id' | 'group_id' | 'round_id'>;
    positions: readonly (number | undefined)[];
  },
): void {
  const status = statusIn(state, match);
  const id = model.match.length;
  const games = match.bestOf === 1 ? 0 : match.bestOf;
  const sides = ([0, 1] as const).map((side) => opponentOf(state, match.sides[side], positions[side]));
  const [one = null, other = null] = sides;
  model.match.push({
    id,
    ...where,
    number: match.number,
    child_count: games,
    status,
    ...withResult({ opponent1: one, opponent2: other }, match),
  });
  for (let number = 1; number <= games; number++) {
    model.match_game.push(gameOf({ state, match, status, number, id: model.match_game.length, parent: id, where }));
  }
}

function opponentOf(state: State, occupant: Occupant, position: number | undefined): BracketsOpponent | null {
  if (occupant === 'bye') return null;
  const id = occupant === null ? null : getAt(state.entrants, occupant - 1).id;
  return { id, ...(position !== undefined && { position }) };
}

function withResult({ opponent1: one, opponent2: other }: Opponents, match: Match): Opponents {
  const { decision, result } = match;
  const score = result?.kind === 'played' ? result.score : null;
  const isPlayed = statusOf(match) === 'played' || statusOf(match) === 'running';
  const side = (opponent: BracketsOpponent | null, at: Side): BracketsOpponent | null => {
    if (opponent === null || opponent.id === null) return opponent;
    const scored = isPlayed && score !== null ? { ...opponent, score: score[at] } : opponent;
    if (decision === null) return scored;
    if (decision === 'none') return { ...scored, forfeit: true };
    if (decision === 'draw') return { ...scored, result: 'draw' };
    if (decision === at) return { ...scored, result: 'win' };
    return { ...scored, result: 'loss', ...(statusOf(match) === 'walkover' && { forfeit: true }) };
  };
  return { opponent1: side(one, 0), opponent2: side(other, 1) };
}

/** A match that is decided is archived once the next one has begun, so that nobody changes it below what depends on it. */
function statusIn(state: State, match: Match): number {
  switch (statusOf(match)) {
    case 'void':
    case 'bye':
      return bracketsStatus.locked;
    case 'waiting':
      return match.sides[0] === match.sides[1] ? bracketsStatus.locked : bracketsStatus.waiting;
    case 'ready':
      return bracketsStatus.ready;
    case 'running':
      return bracketsStatus.running;
    case 'walkover':
    case 'played':
    default:
      return isFollowed(state, match) ? bracketsStatus.archived : bracketsStatus.completed;
  }
}

/** Something has happened in a match that this one feeds, behind byes if there are any. */
function isFollowed(state: State, match: Match): boolean {
  const open = [match];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const target of [next.winnerTo, next.loserTo]) {
      if (target?.to !== 'side') continue;
      const follower = getAt(state.matches, target.match);
      const status = statusOf(follower);
      if (status === 'running' || status === 'played' || status === 'walkover') return true;
      if (status === 'bye') open.push(follower);
    }
  }
  return false;
}

function gameOf(game: {
  state: State;
  match: Match;
  status: number;
  number: number;
  id: number;
  parent: number;
  where: Pick<BracketsMatch, 'stage_id'>;
}): BracketsGame {
  const { state, match, status, number, id, parent, where } = game;
  const points = match.result?.kind === 'played' ? match.result.games[number - 1] : undefined;
  const opponent = (side: Side): BracketsOpponent | null => {
    const plain = opponentOf(state, match.sides[side], undefined);
    if (plain === null || points === undefined) return plain;
    const [own, its] = side === 0 ? points : [points[1], points[0]];
    return { ...plain, score: own, result: own > its ? 'win' : own < its ? 'loss' : 'draw' };
  };
  const isOver = points !== undefined && status !== bracketsStatus.archived;
  return {
    id,
    stage_id: where.stage_id,
    parent_id: parent,
    number,
    status: isOver ? bracketsStatus.completed : gameStatus(status),
    opponent1: opponent(0),
    opponent2: opponent(1),
  };
}

/** A game that was not played: ready in a match that goes on, else like its match. */
function gameStatus(status: number): number {
  return status === bracketsStatus.running ? bracketsStatus.ready : status;
}
