import type { tournamentsApi } from '@gym/contracts';
import { appendEvents, type Transaction } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { slugCandidates } from '../domain/slug.js';
import { createdEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { insertCategory } from '../store/categories.js';
import { saveDetails } from '../store/details.js';
import { appendLog } from '../store/log.js';
import { takeSlug } from '../store/slugs.js';
import { insertTournament, setSlug, type TournamentRow } from '../store/tournaments.js';

export interface Creation {
  settings: tournamentsApi.Settings;
  categories?: tournamentsApi.CategoryInput[];
  isDraft: boolean;
  /** What it was made of. */
  origin?: { copy_of?: number; template_id?: number };
}

/** @throws AppError 409 when the slug belongs to another tournament */
export async function createTournament(
  tx: Transaction,
  { appId, createdBy }: { appId: string; createdBy: number },
  { settings, categories = [], isDraft, origin = {} }: Creation,
): Promise<TournamentRow> {
  const inserted = await insertTournament(tx, settings, { createdBy, isDraft });
  const row = await setSlug(tx, inserted.id, await slugFor(tx, inserted.id, settings));
  await saveDetails(tx, row.id, settings);
  for (const category of categories) await insertCategory(tx, row.id, category);
  const log = logged('tournament.created', { settings, ...origin });
  await appendLog(tx, { tournamentId: row.id, after: 0, actorId: createdBy }, [log]);
  await appendEvents(tx, appId, [createdEvent(row)]);
  return row;
}

/** @param orAnother where it is taken. @throws AppError 409 */
export async function slugFor(
  tx: Transaction,
  id: number,
  { slug, name }: tournamentsApi.Settings,
  orAnother = false,
): Promise<string> {
  const wanted = slug === null ? [] : [slug];
  const candidates = slug === null || orAnother ? [...wanted, ...slugCandidates(name, id)] : wanted;
  for (const candidate of candidates) {
    if (await takeSlug(tx, id, candidate)) return candidate;
  }
  throw slugTaken();
}

export function slugTaken(): Error {
  return conflict('This slug belongs to another tournament.', 'slug-taken');
}
