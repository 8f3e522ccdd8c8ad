import { appendEvents, type Database, type NewEvent, type Sidecar, type Transaction } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { findTournament, lockTournament, type TournamentRow } from './store/tournaments.js';

/** What the operations work with. */
export interface Deps {
  appId: string;
  database: Database;
  sidecar: Sidecar;
}

/** @throws AppError 404 */
export async function tournamentOf({ database }: Deps, id: number): Promise<TournamentRow> {
  return (await findTournament(database, id)) ?? noTournament(id);
}

/**
 * Every change of a tournament goes through here, with its row locked until the commit: the last place, the draw and
 * the result of a match are each decided once, whoever else asks at the same time. The events of the change are
 * written with it.
 * @throws AppError 404 when there is no such tournament
 */
export function changeTournament<T>(
  { appId, database }: Deps,
  id: number,
  change: (tx: Transaction, tournament: TournamentRow) => Promise<{ answer: T; events: NewEvent[] }>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const tournament = (await lockTournament(tx, id)) ?? noTournament(id);
    const { answer, events } = await change(tx, tournament);
    await appendEvents(tx, appId, events);
    return answer;
  });
}

function noTournament(id: number): never {
  throw notFound(`There is no tournament ${id}.`, 'tournament-not-found');
}
