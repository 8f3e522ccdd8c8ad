import { badRequest } from '@gym/service-kit/errors';
import { getAt, type ChangingCommand, type Match, type State, execute } from '@gym/tournament-engine';

/** What a report makes of a match. */
export type Claim = Pick<Match, 'decision' | 'result'>;

/**
 * Plays a report on a state that nobody keeps.
 * @throws EngineError when the match does not allow it
 * @throws AppError 400 when the match would go on
 */
export function claimOf(state: State, number: number, command: ChangingCommand): Claim {
  const { decision, result } = getAt(execute(state, command).state.matches, number);
  if (decision === null) throw badRequest('This result does not decide the match yet.', 'match-undecided');
  return { decision, result };
}

/** The same end, and no numbers that contradict each other: a side may say less than the other one. */
export function agree(one: Claim, other: Claim): boolean {
  if (one.decision !== other.decision) return false;
  const [first, second] = [numbersOf(one), numbersOf(other)];
  return isCompatible(first.score, second.score) && isCompatible(first.games, second.games);
}

/** How much a report says, for the one that says more to be entered. */
export function detailOf(claim: Claim): number {
  const { score, games } = numbersOf(claim);
  return (score === null ? 0 : 1) + (games === null ? 0 : 1);
}

interface Numbers {
  score: readonly number[] | null;
  games: readonly (readonly number[])[] | null;
}

function numbersOf({ result }: Claim): Numbers {
  if (result?.kind !== 'played') return { score: null, games: null };
  return { score: result.score, games: result.games.length === 0 ? null : result.games };
}

const isCompatible = (one: unknown, other: unknown): boolean =>
  one === null || other === null || JSON.stringify(one) === JSON.stringify(other);
