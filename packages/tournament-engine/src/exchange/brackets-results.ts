import type { MatchCommand } from '../model/command.js';
import { otherSide, type Match, type Side } from '../model/match.js';
import { bracketsStatus, type BracketsGame, type BracketsMatch, type BracketsOpponent } from './brackets-model.js';
import { bracketsError } from './brackets-place.js';

type Pair = [number, number];

/**
 * What a brackets-model says of a match, as a command; undefined when nothing has happened.
 * @param id of our match
 * @param path for messages
 */
export function commandOf(
  { id, bestOf }: Pick<Match, 'id' | 'bestOf'>,
  match: BracketsMatch,
  { games, path }: { games: readonly BracketsGame[]; path: string },
): MatchCommand | undefined {
  const [one, other] = [match.opponent1, match.opponent2];
  if (one === null || other === null) return undefined;
  if (one.forfeit === true && other.forfeit === true) return { type: 'no-show', match: id };
  if (one.forfeit === true || other.forfeit === true) {
    return { type: 'walkover', match: id, winner: one.forfeit === true ? 1 : 0 };
  }
  const winner = winnerOf(one, other, path);
  const played = pointsOf(games);
  const cancelled = games.some(({ status }) => status === bracketsStatus.cancelled);
  const score = pairOf(one, other);
  const isOver = winner !== undefined;
  // Where a game was cancelled, fewer decide the match than our best of so many, so only the winner says it all.
  if (isOver && cancelled) return { type: 'report', match: id, winner };
  const common = { type: 'report', match: id, ...(isOver && { winner }) } as const;
  if (played !== undefined && played.length > 0 && (isOver || bestOf > 1)) return { ...common, games: played };
  if (score !== undefined && (isOver || (bestOf > 1 && Math.max(...score) > 0))) return { ...common, score };
  if (isOver) return common;
  return match.status === bracketsStatus.running ? { type: 'start', match: id } : undefined;
}

function winnerOf(one: BracketsOpponent, other: BracketsOpponent, path: string): Side | 'draw' | undefined {
  const results = [one.result, other.result];
  if (results[0] === undefined && results[1] === undefined) return undefined;
  if (results.every((result) => result === 'draw')) return 'draw';
  const isWon = (own: string | undefined, its: string | undefined): boolean =>
    (own === 'win' || its === 'loss') && (own ?? 'win') === 'win' && (its ?? 'loss') === 'loss';
  if (isWon(results[0], results[1])) return 0;
  if (isWon(results[1], results[0])) return 1;
  throw bracketsError(`${path} has results that contradict each other.`);
}

/** Points game by game when all that were played have some; undefined when only the winners of games are known. */
function pointsOf(games: readonly BracketsGame[]): Pair[] | undefined {
  const points: Pair[] = [];
  for (const { opponent1, opponent2, status } of games) {
    if (opponent1 === null || opponent2 === null || status === bracketsStatus.cancelled) continue;
    if (opponent1.result === undefined && opponent2.result === undefined) continue;
    const pair = pairOf(opponent1, opponent2);
    const won = opponent1.result === 'win' || opponent2.result === 'loss' ? 0 : 1;
    const isDraw = opponent1.result === 'draw';
    if (pair === undefined) return undefined;
    if (isDraw ? pair[0] !== pair[1] : pair[won] <= pair[otherSide(won)]) return undefined;
    points.push(pair);
  }
  return points;
}

function pairOf({ score: one }: BracketsOpponent, { score: other }: BracketsOpponent): Pair | undefined {
  return one === undefined || other === undefined ? undefined : [one, other];
}
