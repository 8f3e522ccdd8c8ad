import type { Transaction } from '@gym/service-kit';
import { settleMatchDay } from '../store/match-day.js';
import type { MatchRow } from '../store/matches.js';
import type { MatchChange } from './execute.js';

export const isOver = (row: MatchRow | undefined): row is MatchRow =>
  row?.status === 'played' || row?.status === 'walkover';

/** Games of a match that are over. */
export function gamesOf({ result }: MatchRow): [number, number][] {
  return result?.kind === 'played' ? result.games : [];
}

/** Calls, points and reports are about the sides of a match and about the game they play: they end with them. */
export async function settleAround(tx: Transaction, changes: readonly MatchChange[]): Promise<void> {
  const pairs = changes.flatMap(({ before, after }) =>
    before === undefined || after === undefined ? [] : [{ before, after }],
  );
  const idsOf = (concerned: (before: MatchRow, after: MatchRow) => boolean): number[] =>
    pairs.flatMap(({ before, after }) => (concerned(before, after) ? [after.id] : []));
  const moved = idsOf(
    (before, after) =>
      before.participant1_id !== after.participant1_id || before.participant2_id !== after.participant2_id,
  );
  const reopened = idsOf((before, after) => isOver(before) && !isOver(after));
  const scored = idsOf(
    (before, after) => after.status !== 'running' || gamesOf(before).length !== gamesOf(after).length,
  );
  const over = idsOf((_before, after) => isOver(after));
  if (pairs.length > 0) await settleMatchDay(tx, { moved, reopened: [...moved, ...reopened], scored, over });
}
