import { readDraw } from '../play/read-draw.js';
import { openDraw, type OpenDraw } from '../play/states.js';
import { listDraws } from '../store/draws.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';

/**
 * Every draw of a tournament; none before the first. A bracket of before becomes a draw.
 * @param categoryId only the draw of this category
 */
export async function readDraws(deps: Deps, tournament: TournamentRow, categoryId?: number): Promise<OpenDraw[]> {
  const rows = await listDraws(deps.database, tournament.id);
  const isOld = rows.length === 0 && tournament.status !== 'setup' && tournament.phase !== 'cancelled';
  const isWanted = (id: number | null): boolean => categoryId === undefined || id === categoryId;
  if (isOld) return isWanted(null) ? [await readDraw(deps, tournament, undefined)] : [];
  const wanted = rows.filter(({ category_id }) => isWanted(category_id));
  return Promise.all(wanted.map((row) => openDraw(deps.database, deps.states, row)));
}
