import type { Queryable } from '@gym/service-kit';
import { findBySlug, findTournament, type TournamentRow } from '../store/tournaments.js';
import { noTournament } from '../tournaments.js';

/**
 * A tournament that everybody may see. One for members or a draft is not told from one that does not exist.
 * @param name a slug it has or ever had, or its id
 * @throws AppError 404
 */
export async function findPublic(db: Queryable, name: string): Promise<TournamentRow> {
  const found = /^\d+$/.test(name) ? await findTournament(db, Number(name)) : await findBySlug(db, name);
  return found !== undefined && found.visibility === 'public' && found.phase !== 'draft' ? found : noTournament(name);
}
