import type { tournamentsApi } from '@gym/contracts';
import type { NewEvent, Transaction } from '@gym/service-kit';
import { endedEvent } from '../events/play.js';
import { logged, type LogDraft } from '../log.js';
import { sidesOf, type MatchRow } from '../store/matches.js';
import { peopleById, type ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { setScore } from '../store/write-matches.js';
import { executeCommand } from './execute.js';
import { asked, locate } from './perform.js';
import { isOver } from './settle-match-day.js';
import type { DrawStates, OpenDraw } from './states.js';

export interface Recorded {
  match: MatchRow;
  /** At least its sides. */
  people: ReadonlyMap<number, ParticipantRow>;
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
  const { people, events } = played;
  if (own !== undefined) return { match: own, people, events, log: [recorded(own, reason)], draws };
  return { ...(await changeText(tx, tournament, before, { score: result.score, reason })), draws };
}

/** Of a result that stays. */
async function changeText(
  tx: Transaction,
  tournament: TournamentRow,
  before: MatchRow,
  { score, reason }: Pick<tournamentsApi.Result, 'score' | 'reason'>,
): Promise<Omit<Recorded, 'draws'>> {
  const people = await peopleById(tx, tournament.id, sidesOf(before));
  if (score === undefined || score === before.score) return { match: before, people, events: [], log: [] };
  const match = { ...before, score };
  await setScore(tx, match.id, score);
  const events = isOver(match) ? [endedEvent(tournament, { match, people, corrected: true })] : [];
  return { match, people, events, log: [recorded(match, reason)] };
}

function recorded(match: MatchRow, reason: string | undefined): LogDraft {
  const payload = { match_id: match.id, winner_id: match.winner_id, score: match.score };
  return logged('result.recorded', payload, { matches: [match.id], participants: sidesOf(match), reason });
}
