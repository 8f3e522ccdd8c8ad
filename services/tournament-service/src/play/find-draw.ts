import type { Queryable, Transaction } from '@gym/service-kit';
import { badRequest, conflict, notFound } from '@gym/service-kit/errors';
import { requireNotCancelled } from '../domain/entries.js';
import type { DrawRow } from '../store/draws.js';
import { listDraws } from '../store/draws.js';
import type { MatchRow } from '../store/matches.js';
import type { TournamentRow } from '../store/tournaments.js';
import { convertOldBracket } from './old-bracket.js';

/**
 * The draw of a category, or the only one. A bracket of before there were draws becomes one.
 * @throws AppError 400 when there are several and none is named, 404, 409 when nothing is drawn
 */
export async function drawOfCategory(
  tx: Transaction,
  tournament: TournamentRow,
  categoryId: number | undefined,
): Promise<DrawRow> {
  const draws = await listDraws(tx, tournament.id);
  const found = chooseDraw(draws, categoryId) ?? (await convertOldBracket(tx, tournament, categoryId ?? null));
  return found ?? noDraw(tournament, categoryId);
}

/** The same without a lock, for readers. @returns undefined where a bracket of before there were draws has to become one */
export async function findDraw(
  db: Queryable,
  tournamentId: number,
  categoryId: number | undefined,
): Promise<DrawRow | undefined> {
  return chooseDraw(await listDraws(db, tournamentId), categoryId);
}

/** The draw a match belongs to. @param draws those of the tournament */
export async function drawOfMatch(
  tx: Transaction,
  tournament: TournamentRow,
  match: MatchRow,
  draws: DrawRow[],
): Promise<DrawRow> {
  const own = draws.find((draw) => draw.id === match.draw_id);
  const found = own ?? (await convertOldBracket(tx, tournament, match.category_id));
  if (found === undefined) throw new Error(`match ${match.id} belongs to no draw`);
  return found;
}

function chooseDraw(draws: DrawRow[], categoryId: number | undefined): DrawRow | undefined {
  if (categoryId !== undefined) return draws.find((draw) => draw.category_id === categoryId);
  if (draws.length > 1) throw badRequest('There are several draws: say which category.', 'category-needed');
  return draws[0];
}

function noDraw({ status }: TournamentRow, categoryId: number | undefined): never {
  if (status !== 'setup' && categoryId !== undefined) throw notFound('This category has no draw.', 'draw-not-found');
  throw conflict('Nothing has been drawn yet.', 'not-drawn');
}

/** @throws AppError 409 when the tournament is not being played */
export function requirePlaying({ phase }: TournamentRow): void {
  if (phase === 'running' || phase === 'completed') return;
  requireNotCancelled({ phase });
  throw conflict('Nothing has been drawn yet.', 'not-drawn');
}
