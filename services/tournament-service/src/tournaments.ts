import {
  appendEvents,
  hasRole,
  requireVersion,
  together,
  versionTag,
  type Caller,
  type Database,
  type NewEvent,
  type OperationInput,
  type Sidecar,
  type Transaction,
} from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { isCheckInDue } from './domain/windows.js';
import { settleCheckIn } from './entries/settle-check-in.js';
import { changedEvent } from './events/tournaments.js';
import type { LogDraft } from './log.js';
import type { KnownEstimates } from './schedule/estimates.js';
import type { Planner } from './schedule/planner.js';
import { keepState, type DrawStates, type OpenDraw } from './play/states.js';
import { appendLog } from './store/log.js';
import { findTournament, lockTournament, setVersion, type TournamentRow } from './store/tournaments.js';

/** What the operations work with. */
export interface Deps {
  appId: string;
  database: Database;
  sidecar: Sidecar;
  /** Draws in memory. */
  states: DrawStates;
  planner: Planner;
  estimates: KnownEstimates;
}

type Input = OperationInput<{ id: number }, unknown, unknown, 'member'>;

/**
 * The tournament an operation reads, with its version as the entity tag of the answer. To be read before what belongs
 * to it: then a change in between makes the tag too old, which is found out, and never too new.
 * @throws AppError 404
 */
export async function readTournament(
  { database }: Deps,
  { params, caller, res }: Pick<Input, 'params' | 'caller' | 'res'>,
): Promise<TournamentRow> {
  const tournament = seen(await findTournament(database, params.id), caller) ?? noTournament(params.id);
  res.set('etag', versionTag(tournament.version));
  return tournament;
}

/** Drafts are for staff. */
export function seen(tournament: TournamentRow | undefined, caller: Caller | undefined): TournamentRow | undefined {
  const isHidden = tournament?.phase === 'draft' && caller !== undefined && !hasRole(caller, 'trainer');
  return isHidden ? undefined : tournament;
}

/** What is done to a tournament. */
export interface Change<T> {
  events: NewEvent[];
  /** Without an entry nothing has changed. */
  log: LogDraft[];
  /** Draws as they are afterwards. */
  draws?: OpenDraw[];
  /** @param after the tournament after the change */
  answer(after: TournamentRow): T;
}

/** How a change is worked out, with the tournament locked. */
export type Changing<T> = (tx: Transaction, tournament: TournamentRow) => Promise<Change<T>>;

/**
 * Every change of a tournament goes through here, with its row locked until the commit: the last place, the draw and
 * the result of a match are each decided once, whoever else asks at the same time. The log and the events of the
 * change are written with it; the version grows with the log.
 * @throws AppError 404 when there is no such tournament, 412 when it has another version than `If-Match` says
 */
export async function changeTournament<T>(
  deps: Deps,
  { params, caller, req, res }: Pick<Input, 'params' | 'caller' | 'req' | 'res'>,
  changing: Changing<T>,
): Promise<T> {
  const request = { id: params.id, caller, ifMatch: req.get('if-match') };
  const { answer, version } = await applyChange(deps, request, changing);
  res.set('etag', versionTag(version));
  return answer;
}

export interface ChangeRequest {
  id: number;
  /** Undefined: the service itself. */
  caller?: Caller;
  ifMatch?: string | undefined;
}

/** A change that nobody need have asked for; see `changeTournament`. What time has brought about comes before it. */
export async function applyChange<T>(
  { appId, database, states }: Deps,
  { id, caller, ifMatch }: ChangeRequest,
  changing: Changing<T>,
): Promise<{ answer: T; version: number }> {
  const { draws, ...done } = await database.transaction(async (tx) => {
    const found = seen(await lockTournament(tx, id), caller) ?? noTournament(id);
    requireVersion(ifMatch, found.version);
    const due = isCheckInDue(found, new Date()) ? await settleCheckIn(tx, found) : undefined;
    const tournament = due === undefined ? found : await recordLog(tx, found, null, due.log);
    const change = await changing(tx, tournament);
    const after = await recordLog(tx, tournament, caller?.id ?? null, change.log);
    const events = [...(due?.events ?? []), ...change.events];
    // Whoever keeps what it shows is told of every version.
    if (events.length === 0 && after.version > found.version) events.push(changedEvent(after));
    const done = { answer: change.answer(after), version: after.version, draws: change.draws ?? [] };
    await appendEvents({ ...tx, query: tx.last }, appId, events);
    return done;
  });
  for (const { row, state } of draws) await keepState(states, row.id, state);
  return done;
}

/** @returns the tournament after it */
export async function recordLog(
  tx: Transaction,
  tournament: TournamentRow,
  actorId: number | null,
  log: LogDraft[],
): Promise<TournamentRow> {
  if (log.length === 0) return tournament;
  const [after] = await together(
    setVersion(tx, tournament.id, tournament.version + log.length),
    appendLog(tx, { tournamentId: tournament.id, after: tournament.version, actorId }, log),
  );
  return after;
}

export function noTournament(id: number | string): never {
  throw notFound(`There is no tournament ${id}.`, 'tournament-not-found');
}
