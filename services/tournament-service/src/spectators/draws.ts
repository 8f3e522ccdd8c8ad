import { readDraw } from '../play/read-draw.js';
import { openDraw, type OpenDraw } from '../play/states.js';
import { listDraws } from '../store/draws.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';

/** Every draw of a tournament; none before the first. A bracket of before becomes a draw. */
export async function readDraws(deps: Deps, tournament: TournamentRow): Promise<OpenDraw[]> {
  const rows = await listDraws(deps.database, tournament.id);
  const isOld = rows.length === 0 && tournament.status !== 'setup' && tournament.phase !== 'cancelled';
  return isOld
    ? [await readDraw(deps, tournament, undefined)]
    : Promise.all(rows.map((row) => openDraw(deps.database, deps.states, row)));
}
