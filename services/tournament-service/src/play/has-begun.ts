import type { Transaction } from '@gym/service-kit';
import { itemsOf } from '@gym/tournament-engine';
import { listDraws } from '../store/draws.js';
import { hasPlayed, type ParticipantRow } from '../store/participants.js';
import { openDraw, type DrawStates } from './states.js';

/** Whether somebody has played a match or has a score: from then on nobody can take their place. */
export async function hasBegun(
  tx: Transaction,
  states: DrawStates,
  { id, tournament_id, category_id, seed }: ParticipantRow,
): Promise<boolean> {
  if (seed === null) return false;
  if (await hasPlayed(tx, tournament_id, id)) return true;
  const row = (await listDraws(tx, tournament_id)).find((draw) => draw.category_id === category_id);
  if (row === undefined) return false;
  const { state } = await openDraw(tx, states, row);
  for (const { entrant, mark } of itemsOf(state.scores)) if (entrant === seed && mark !== null) return true;
  return false;
}
