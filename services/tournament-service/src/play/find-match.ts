import type { Queryable } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { findMatch, type MatchRow } from '../store/matches.js';

/** @throws AppError 404 */
export async function matchById(db: Queryable, tournamentId: number, id: number): Promise<MatchRow> {
  const row = await findMatch(db, tournamentId, id);
  if (row === undefined) throw notFound('There is no such match.', 'match-not-found');
  return row;
}
