import type { tournamentsApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { presentDetail } from '../presenters.js';
import { settingsOf } from '../settings.js';
import { listCategories } from '../store/categories.js';
import { findDetails } from '../store/details.js';
import type { TournamentRow } from '../store/tournaments.js';

/** A tournament with its texts and categories. */
export async function readDetail(db: Queryable, row: TournamentRow): Promise<tournamentsApi.TournamentDetail> {
  const details = await findDetails(db, row.id);
  return presentDetail(row, details, await listCategories(db, row.id));
}

/** All that makes another tournament like this one. */
export async function readSettings(
  db: Queryable,
  row: TournamentRow,
): Promise<{ settings: tournamentsApi.Settings; categories: tournamentsApi.CategoryInput[] }> {
  const settings = settingsOf(row, await findDetails(db, row.id));
  const categories = (await listCategories(db, row.id)).map(({ name, rules, max_participants }) => ({
    name,
    rules,
    max_participants,
  }));
  return { settings, categories };
}
