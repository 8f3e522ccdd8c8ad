import { conflict, notFound } from '@gym/service-kit/errors';
import type { Queryable } from '@gym/service-kit';
import { itemsOf } from '@gym/tournament-engine';
import { peopleById, type ParticipantRow } from '../store/participants.js';
import { lockTournament, type TournamentRow } from '../store/tournaments.js';
import { noTournament, type Deps } from '../tournaments.js';
import { drawOfCategory, findDraw } from './find-draw.js';
import { openDraw, type OpenDraw } from './states.js';

/**
 * The draw a reader asks for, without a lock: of one moment.
 * @throws AppError 400 when there are several and none is named, 404, 409 when nothing is drawn
 */
export async function readDraw(
  { database, states }: Deps,
  tournament: TournamentRow,
  categoryId: number | undefined,
): Promise<OpenDraw> {
  const row = await findDraw(database, tournament.id, categoryId);
  if (row !== undefined) return openDraw(database, states, row);
  if (tournament.status === 'setup') {
    throw categoryId === undefined
      ? conflict('Nothing has been drawn yet.', 'not-drawn')
      : notFound('This category has no draw.', 'draw-not-found');
  }
  const converted = await database.transaction(async (tx) => {
    const locked = (await lockTournament(tx, tournament.id)) ?? noTournament(tournament.id);
    return drawOfCategory(tx, locked, categoryId);
  });
  return openDraw(database, states, converted);
}

/** Everybody in some draws of a tournament, by id. */
export function peopleOfDraws(
  db: Queryable,
  tournamentId: number,
  draws: readonly Pick<OpenDraw, 'state'>[],
): Promise<ReadonlyMap<number, ParticipantRow>> {
  const entrants = draws.flatMap(({ state }) => [...itemsOf(state.entrants)]);
  const ids = entrants.flatMap(({ id }) => (typeof id === 'number' ? [id] : []));
  return peopleById(db, tournamentId, ids);
}
