import { EngineError } from '../errors.js';
import type { CommandOptions, MatchCommand } from '../model/command.js';
import { revised, statusOf, type Match, type Result } from '../model/match.js';
import type { Draft } from './draft.js';
import { enteredResult } from './entered-result.js';

/**
 * Writes what is known about a match.
 * @returns the match when it has changed
 * @throws EngineError when it cannot have this result
 */
export function enterMatch(draft: Draft, command: MatchCommand & CommandOptions): number[] {
  const match = draft.match(command.match);
  const result = resultOf(draft, match, command);
  if (JSON.stringify(result) === JSON.stringify(match.result)) return [];
  if (match.decision !== null && command.type !== 'clear' && command.correct !== true) {
    throw new EngineError('already-decided', `Match ${match.id} is decided already.`);
  }
  draft.putMatch(revised(match, match.sides, result, match.decision));
  return [match.id];
}

function resultOf(draft: Draft, match: Match, command: MatchCommand): Result | null {
  if (command.type === 'clear') return null;
  requirePlayers(match);
  const { plan } = draft.stage(match.stage);
  switch (command.type) {
    case 'start':
      return match.result ?? { kind: 'played', decision: null, score: null, games: [] };
    case 'walkover':
      return { kind: 'walkover', winner: command.winner, reason: command.why ?? 'no-show' };
    case 'no-show':
      return { kind: 'no-show' };
    case 'report':
    default: {
      const draws = 'draws' in plan && (plan.draws ?? false);
      return enteredResult(command, { bestOf: match.bestOf, draws });
    }
  }
}

function requirePlayers(match: Match): void {
  const status = statusOf(match);
  if (status === 'void' || status === 'bye') throw new EngineError('no-play-needed', `Match ${match.id} is a bye.`);
  if (status === 'waiting') throw new EngineError('side-unknown', `Match ${match.id} waits for an entrant.`);
  if (match.decision !== null && match.result === null) {
    throw new EngineError('entrant-absent', `An entrant of match ${match.id} has left the tournament.`);
  }
}
