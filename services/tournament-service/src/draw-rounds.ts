import type { NewEvent, Transaction } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import { itemsOf } from '@gym/tournament-engine';
import { drawBrackets, type Drawn } from './draw-brackets.js';
import { executeCommand } from './play/execute.js';
import { logOf } from './play/perform.js';
import { openDraw, type DrawStates, type OpenDraw } from './play/states.js';
import { translated } from './play/translate.js';
import type { LogDraft } from './log.js';
import { listCategories } from './store/categories.js';
import { listDraws } from './store/draws.js';
import type { TournamentRow } from './store/tournaments.js';

/**
 * Draws what can be drawn: brackets, and where these are drawn the next round of Swiss tournaments.
 * @throws AppError 409 when there is nothing to draw, or a round is not over
 */
export async function drawNext(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  categoryId: number | undefined,
): Promise<Drawn> {
  const categories = await listCategories(tx, tournament.id);
  if (tournament.phase !== 'running') return drawBrackets(tx, tournament, categories, categoryId);
  const isWanted = (id: number | null): boolean => categoryId === undefined || id === categoryId;
  if (categories.some((category) => !category.is_drawn && isWanted(category.id))) {
    return drawBrackets(tx, tournament, categories, categoryId);
  }
  const draws: OpenDraw[] = [];
  for (const row of await listDraws(tx, tournament.id)) {
    if (!isWanted(row.category_id)) continue;
    const draw = await openDraw(tx, states, row);
    if (isSwiss(draw)) draws.push(draw);
  }
  if (draws.length === 0) throw conflict('The bracket has been drawn already.', 'already-drawn');
  return drawRounds(tx, tournament, draws);
}

/** A Swiss stage is being played. */
function isSwiss({ state }: OpenDraw): boolean {
  return [...itemsOf(state.stages)].some(({ plan, open }) => plan.format === 'swiss' && open > 0);
}

async function drawRounds(tx: Transaction, tournament: TournamentRow, draws: OpenDraw[]): Promise<Drawn> {
  const events: NewEvent[] = [];
  const log: LogDraft[] = [];
  const after: OpenDraw[] = [];
  let [rounds, matches] = [0, 0];
  for (const draw of draws) {
    const command = { type: 'next-round', category_id: draw.row.category_id ?? undefined } as const;
    const seq = tournament.version + log.length + 1;
    const played = await executeCommand(tx, tournament, draw, {
      command: translated(draw.state, command, undefined),
      seq,
    });
    const fresh = played.changes.flatMap(({ before, after: row }) => (before === undefined && row ? [row] : []));
    rounds = Math.max(rounds, fresh[0]?.round ?? 0);
    matches += fresh.length;
    events.push(...played.events);
    log.push(logOf(played, { command }));
    after.push(played.draw);
  }
  return { rounds, matches, events, log, draws: after };
}
