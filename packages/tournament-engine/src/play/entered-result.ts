import { EngineError } from '../errors.js';
import type { ReportedResult } from '../model/command.js';
import type { Result, Side } from '../model/match.js';

type Played = Extract<Result, { kind: 'played' }>;
type Pair = readonly [number, number];

/**
 * What was reported about a match, checked and completed: games give the score, the score gives the winner.
 * @param rules `bestOf` games; whether it may end in a draw
 * @throws EngineError `invalid-score`, `draw-not-allowed`
 */
export function enteredResult(
  { winner, score, games = [] }: ReportedResult,
  rules: { bestOf: number; draws: boolean },
): Played {
  for (const pair of score === undefined ? games : [score, ...games]) requirePair(pair);
  const counted = games.length > 0 ? gamesWon(games, rules) : undefined;
  if (counted !== undefined && score !== undefined && !isSame(counted, score)) {
    throw invalid(`The games give ${counted.join(':')}, not ${score.join(':')}.`);
  }
  const final = counted ?? score ?? null;
  if (final === null && winner === undefined) throw invalid('A result has a winner, a score or games.');
  const standing = final === null ? 'unknown' : standingOf(final, rules.bestOf, games.length);
  const decision = agreed(winner, standing, rules.draws);
  return { kind: 'played', decision, score: final === null ? null : [...final], games: games.map(([a, b]) => [a, b]) };
}

/** The decision that the score makes, or that the winner makes where the score leaves it open who won. */
function agreed(winner: Side | 'draw' | undefined, standing: Standing, draws: boolean): Played['decision'] {
  if (winner === 'draw' && !draws) throw new EngineError('draw-not-allowed', 'This match needs a winner.');
  if (standing === 'unknown') return winner ?? null;
  if (standing === 'open') {
    if (winner !== undefined) throw invalid('The match is not over with this score.');
    return null;
  }
  if (standing === 'level') {
    if (draws && (winner ?? 'draw') === 'draw') return 'draw';
    // Level, and decided by something else, such as a shoot-out.
    if (!draws && winner !== undefined) return winner;
    if (!draws) throw new EngineError('draw-not-allowed', 'This match needs a winner.');
  } else if ((winner ?? standing) === standing) return standing;
  throw invalid('The winner is not the one whom the score makes it.');
}

function requirePair(pair: Pair): void {
  if (pair.length !== 2 || pair.some((count) => !Number.isFinite(count) || count < 0)) {
    throw invalid('A score is two numbers that are not negative.');
  }
}

/** Games won by each side. Nobody plays on when the match is decided. */
function gamesWon(games: readonly Pair[], { bestOf, draws }: { bestOf: number; draws: boolean }): [number, number] {
  const won: [number, number] = [0, 0];
  if (games.length > bestOf) throw invalid(`There are ${games.length} games in a best of ${bestOf}.`);
  // A single game is the match itself: its points are the score.
  if (bestOf === 1) return [games[0]?.[0] ?? 0, games[0]?.[1] ?? 0];
  for (const [first, second] of games) {
    if (Math.max(...won) > bestOf / 2) throw invalid('The match was decided before its last game.');
    if (first === second && !draws) throw invalid('A game needs a winner.');
    if (first !== second) won[first > second ? 0 : 1]++;
  }
  return won;
}

type Standing = Side | 'level' | 'open' | 'unknown';

function standingOf([first, second]: Pair, bestOf: number, games: number): Standing {
  const ahead = first === second ? 'level' : first > second ? 0 : 1;
  if (bestOf === 1) return ahead;
  if (first + second > bestOf) throw invalid(`${first}:${second} are more games than a best of ${bestOf} has.`);
  const isOver = Math.max(first, second) > bestOf / 2 || Math.max(games, first + second) === bestOf;
  return isOver ? ahead : 'open';
}

function isSame(one: Pair, other: Pair): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function invalid(message: string): EngineError {
  return new EngineError('invalid-score', message);
}
