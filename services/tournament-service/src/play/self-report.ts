import type { matchDayApi } from '@gym/contracts';
import type { NewEvent, Transaction } from '@gym/service-kit';
import { AppError, conflict, forbidden } from '@gym/service-kit/errors';
import { agree, claimOf, detailOf, type Claim } from '../domain/claims.js';
import { disputedEvent, reportedEvent } from '../events/match-day.js';
import { logged, type LogDraft } from '../log.js';
import { sidesOf, type MatchRow } from '../store/matches.js';
import { entriesLedBy, findReports, saveReport, stopWaiting, type ReportRow } from '../store/reports.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';
import { locate, perform, type Located } from './perform.js';
import { engine } from './refusals.js';
import { findSides, requireOpen } from './sides.js';
import type { OpenDraw } from './states.js';
import { translated } from './translate.js';

export interface Reported {
  report: ReportRow;
  outcome: matchDayApi.ReportOutcome;
  events: NewEvent[];
  log: LogDraft[];
  draws: OpenDraw[];
}

/**
 * A side says what came of its match. The first report waits for the other side; the same result from both decides the
 * match, different ones are for staff, until one side changes its mind.
 * @throws AppError 400 for what is no result of it, 403 for others than its sides, 409 when it is over or not wanted
 */
export async function reportOwn(
  tx: Transaction,
  { states }: Pick<Deps, 'states'>,
  tournament: TournamentRow,
  { matchId, userId, report: given }: { matchId: number; userId: number; report: matchDayApi.SelfReport },
): Promise<Reported> {
  const { note, ...result } = given;
  if (tournament.self_reports === null) throw conflict('Here staff enter the results.', 'self-reports-off');
  const located = await locate(tx, states, tournament, { type: 'report', match_id: matchId, ...result });
  const match = matchOf(located);
  const own = await ownSide(tx, tournament.id, match, userId);
  requireOpen(match);
  const claim = claimed(located, result);
  const other = (await findReports(tx, match.id)).find((row) => row.participant_id !== own);
  const row = {
    match_id: match.id,
    participant_id: own,
    tournament_id: tournament.id,
    reported_by: userId,
    result,
    note,
  };
  const minutes = other === undefined ? tournament.self_reports.stands_after : null;
  const report = await saveReport(tx, row, minutes);
  const answer = (outcome: matchDayApi.ReportOutcome): Pick<Reported, 'report' | 'outcome' | 'log'> => ({
    report,
    outcome,
    log: [reportLog(report, outcome)],
  });

  const { sides, usersOf } = await findSides(tx, tournament, match);
  if (other === undefined) {
    const by = sides.find(({ id }) => id === own);
    if (by === undefined) throw new Error(`participant ${own} got lost`);
    const user_ids = usersOf(sides.filter(({ id }) => id !== own));
    const event = reportedEvent(tournament, { match, by, stands_at: report.stands_at, user_ids });
    return { ...answer('waiting'), events: [event], draws: [] };
  }
  const otherClaim = possible(() => claimed(located, other.result));
  if (otherClaim === undefined || !agree(claim, otherClaim)) {
    await stopWaiting(tx, match.id);
    const event = disputedEvent(tournament, { match, sides, user_ids: usersOf(sides) });
    return { ...answer('disputed'), events: [event], draws: [] };
  }
  const agreed = detailOf(otherClaim) > detailOf(claim) ? other.result : result;
  const command = { type: 'report' as const, match_id: match.id, ...agreed };
  const played = await perform(tx, states, tournament, { command, reason: 'Both sides reported it.' });
  const { log, ...rest } = answer('agreed');
  return { ...rest, events: played.events, log: [...played.log, ...log], draws: [played.draw] };
}

/** A report that nobody has answered in time decides its match. @returns undefined when it does not count any more */
export async function letStand(
  tx: Transaction,
  { states }: Pick<Deps, 'states'>,
  tournament: TournamentRow,
  { match_id, participant_id }: Pick<ReportRow, 'match_id' | 'participant_id'>,
): Promise<Pick<Reported, 'events' | 'log' | 'draws'> | undefined> {
  const report = (await findReports(tx, match_id)).find((row) => row.participant_id === participant_id);
  if (report?.stands_at == null || report.stands_at > new Date()) return undefined;
  await stopWaiting(tx, match_id);
  const command = { type: 'report' as const, match_id, ...report.result };
  try {
    const reason = 'The other side did not answer in time.';
    const { events, log, draw } = await perform(tx, states, tournament, { command, reason });
    return { events, log: [...log, reportLog(report, 'stands')], draws: [draw] };
  } catch (error) {
    // What has happened since does not allow it: it is for staff.
    if (error instanceof AppError && error.status < 500) return undefined;
    throw error;
  }
}

function reportLog({ match_id, participant_id }: ReportRow, outcome: matchDayApi.ReportOutcome | 'stands'): LogDraft {
  const about = { matches: [match_id], participants: [participant_id] };
  return logged('match.reported', { match_id, participant_id, outcome }, about);
}

function matchOf({ match }: Located): MatchRow & { number: number } {
  if (match?.number == null) throw new Error('a match of no draw');
  return { ...match, number: match.number };
}

function claimed(located: Located, result: matchDayApi.ReportedResult): Claim {
  const match = matchOf(located);
  const { state } = located.draw;
  const command = translated(state, { type: 'report', match_id: match.id, ...result }, match);
  return engine(() => claimOf(state, match.number, command));
}

/** Something else may have become of the match since. */
function possible(work: () => Claim): Claim | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

async function ownSide(tx: Transaction, tournamentId: number, match: MatchRow, userId: number): Promise<number> {
  const led = new Set(await entriesLedBy(tx, tournamentId, userId));
  const own = sidesOf(match).find((id) => led.has(id));
  if (own === undefined) throw forbidden('Only those who play this match may report it.', 'not-your-match');
  return own;
}
