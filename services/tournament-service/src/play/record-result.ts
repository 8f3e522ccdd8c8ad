import type { tournamentsApi } from '@gym/contracts';
import type { NewEvent, Transaction } from '@gym/service-kit';
import { endedEvent } from '../events/play.js';
import { logged, type LogDraft } from '../log.js';
import { sidesOf, type MatchRow } from '../store/matches.js';
import { peopleById } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { setScore } from '../store/write-matches.js';
import { executeCommand } from './execute.js';
import { asked, locate } from './perform.js';
import { isOver } from './settle-match-day.js';
import type { DrawStates, OpenDraw } from './states.js';

export interface Recorded {
  match: MatchRow;
  events: NewEvent[];
  log: LogDraft[];
  draws: OpenDraw[];
}

/**
 * Enters a result. The one that is there already changes nothing and tells nobody; another text about it is a result
 * that has changed.
 */
export async function recordResult(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  matchId: number,
  { correct, force, reason, ...result }: tournamentsApi.Result,
): Promise<Recorded> {
  const command = { type: 'report' as const, match_id: matchId, ...result };
  const located = await locate(tx, states, tournament, command);
  const before = located.match;
  if (before === undefined) throw new Error(`match ${matchId} got lost`);
  const execution = await asked(tx, located, { command, correct, force });
  const played = await executeCommand(tx, tournament, located.draw, { ...execution, reason: reason ?? null });
  const own = played.changes.find(({ after }) => after?.id === matchId)?.after;
  const draws = [played.draw];
  if (own !== undefined) return { match: own, events: played.events, log: [recorded(own, reason)], draws };
  if (result.score === undefined || result.score === before.score) return { match: before, events: [], log: [], draws };

  const match = { ...before, score: result.score };
  await setScore(tx, match.id, result.score);
  const people = await peopleById(tx, tournament.id, sidesOf(match));
  const events = isOver(match) ? [endedEvent(tournament, { match, people, corrected: true })] : [];
  return { match, events, log: [recorded(match, reason)], draws };
}

function recorded(match: MatchRow, reason: string | undefined): LogDraft {
  const payload = { match_id: match.id, winner_id: match.winner_id, score: match.score };
  return logged('result.recorded', payload, { matches: [match.id], participants: sidesOf(match), reason });
}
