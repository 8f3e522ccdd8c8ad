import type { playApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { getAt, isCompleted, preview } from '@gym/tournament-engine';
import type { z } from 'zod';
import { findByNumbers } from '../store/matches.js';
import type { TournamentRow } from '../store/tournaments.js';
import { columnsOf } from './match-columns.js';
import { asked, locate, type Request } from './perform.js';
import { engine } from './refusals.js';
import type { DrawStates } from './states.js';

/** More would be no use to anybody. */
const maxShown = 1000;

/** What a command would do with `force`; nothing is written. */
export async function previewOf(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  request: Request,
): Promise<z.input<typeof playApi.playPreview>> {
  const located = await locate(tx, states, tournament, request.command);
  const { command } = await asked(tx, located, { ...request, correct: true });
  const { state, changed, reset, resetScores } = engine(() => preview(located.draw.state, command));
  const size = state.matches.size;
  const numbers = changed.redrawn ? Array.from({ length: size }, (_item, index) => index) : changed.matches;
  const shown = numbers.filter((number) => number < size).slice(0, maxShown);
  const rows = await findByNumbers(tx, located.draw.row.id, [...new Set([...shown, ...reset])]);
  const ids = new Map(rows.map((row) => [row.number, row.id]));
  return {
    reset: reset.flatMap((number) => ids.get(number) ?? []),
    reset_scores: resetScores.length,
    is_completed: isCompleted(state),
    matches: shown.map((number) => {
      const match = columnsOf(state, getAt(state.matches, number));
      return {
        match_id: ids.get(number) ?? null,
        stage: match.stage,
        section: match.section,
        group: match.group_number,
        round: match.round,
        match_number: match.match_number,
        status: match.status,
        participant1_id: match.participant1_id,
        participant2_id: match.participant2_id,
        winner_id: match.winner_id,
      };
    }),
  };
}
