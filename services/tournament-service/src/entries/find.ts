import type { Queryable } from '@gym/service-kit';
import { notFound } from '@gym/service-kit/errors';
import { findParticipant, type ParticipantRow } from '../store/participants.js';

/** @throws AppError 404 */
export async function participantOf(db: Queryable, tournamentId: number, id: number): Promise<ParticipantRow> {
  const row = await findParticipant(db, tournamentId, id);
  if (row === undefined) throw notFound('There is no such participant.', 'participant-not-found');
  return row;
}
