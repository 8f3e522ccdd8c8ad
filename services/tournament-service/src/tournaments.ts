import {
  appendEvents,
  requireVersion,
  versionTag,
  type Database,
  type NewEvent,
  type OperationInput,
  type Sidecar,
  type Transaction,
} from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import type { LogDraft } from './log.js';
import { appendLog } from './store/log.js';
import { findTournament, lockTournament, setVersion, type TournamentRow } from './store/tournaments.js';

/** What the operations work with. */
export interface Deps {
  appId: string;
  database: Database;
  sidecar: Sidecar;
}

type Input = OperationInput<{ id: number }, unknown, unknown, 'member'>;

/**
 * The tournament an operation reads, with its version as the entity tag of the answer. To be read before what belongs
 * to it: then a change in between makes the tag too old, which is found out, and never too new.
 * @throws AppError 404
 */
export async function readTournament(
  { database }: Deps,
  { params, res }: Pick<Input, 'params' | 'res'>,
): Promise<TournamentRow> {
  const tournament = (await findTournament(database, params.id)) ?? noTournament(params.id);
  res.set('etag', versionTag(tournament.version));
  return tournament;
}

/** What is done to a tournament. */
export interface Change<T> {
  events: NewEvent[];
  /** Without an entry nothing has changed. */
  log: LogDraft[];
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
  const request = { id: params.id, actorId: caller.id, ifMatch: req.get('if-match') };
  const { answer, version } = await applyChange(deps, request, changing);
  res.set('etag', versionTag(version));
  return answer;
}

export interface ChangeRequest {
  id: number;
  /** Null: the service itself. */
  actorId: number | null;
  ifMatch?: string | undefined;
}

/** A change that nobody need have asked for; see `changeTournament`. */
export function applyChange<T>(
  { appId, database }: Deps,
  { id, actorId, ifMatch }: ChangeRequest,
  changing: Changing<T>,
): Promise<{ answer: T; version: number }> {
  return database.transaction(async (tx) => {
    const tournament = (await lockTournament(tx, id)) ?? noTournament(id);
    requireVersion(ifMatch, tournament.version);
    const { log, events, answer } = await changing(tx, tournament);
    const after = log.length === 0 ? tournament : await setVersion(tx, id, tournament.version + log.length);
    if (log.length > 0) await appendLog(tx, { tournamentId: id, after: tournament.version, actorId }, log);
    await appendEvents(tx, appId, events);
    return { answer: answer(after), version: after.version };
  });
}

function noTournament(id: number): never {
  throw notFound(`There is no tournament ${id}.`, 'tournament-not-found');
}
