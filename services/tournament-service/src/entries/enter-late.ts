import type { NewEvent, Transaction } from '@gym/service-kit';
import { executeCommand } from '../play/execute.js';
import { drawOfCategory } from '../play/find-draw.js';
import { openDraw, type DrawStates, type OpenDraw } from '../play/states.js';
import { listCategories } from '../store/categories.js';
import { listDraws, type DrawRow } from '../store/draws.js';
import { peopleById, type ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';

/**
 * Lets people who have just got a place into the draws that exist already; the other draws will find them.
 * @throws AppError 409 when a draw has no place for them
 */
export async function enterLate(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  rows: ParticipantRow[],
): Promise<{ rows: ParticipantRow[]; events: NewEvent[]; draws: OpenDraw[] }> {
  if (tournament.phase !== 'running') return { rows, events: [], draws: [] };
  const draws = new Map<number | null, OpenDraw>();
  for (const row of await drawsOf(tx, tournament)) {
    const isWanted = rows.some(({ category_id }) => category_id === row.category_id);
    if (isWanted) draws.set(row.category_id, await openDraw(tx, states, row));
  }
  const events: NewEvent[] = [];
  for (const { id, status, category_id } of rows) {
    const draw = draws.get(category_id);
    if (draw === undefined || status !== 'approved') continue;
    const played = await executeCommand(tx, tournament, draw, { command: { type: 'enter', id } });
    draws.set(category_id, played.draw);
    events.push(...played.events);
  }
  const ids = rows.map(({ id }) => id);
  const after = await peopleById(tx, tournament.id, ids);
  return { rows: ids.flatMap((id) => after.get(id) ?? []), events, draws: [...draws.values()] };
}

/** A tournament without categories that is being played has a draw, also one of before there were draws. */
async function drawsOf(tx: Transaction, tournament: TournamentRow): Promise<DrawRow[]> {
  const draws = await listDraws(tx, tournament.id);
  if (draws.length > 0 || (await listCategories(tx, tournament.id)).length > 0) return draws;
  return [await drawOfCategory(tx, tournament, undefined)];
}
