import { tournamentsApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';
import { matchResult } from '../play/stored/match.js';

const matchRow = z.object({
  id: z.int(),
  tournament_id: z.int(),
  category_id: z.int().nullable(),
  /** Null in a bracket of before there were draws. */
  draw_id: z.int().nullable(),
  number: z.int().nullable(),
  stage: z.int(),
  section: z.string(),
  group_number: z.int().nullable(),
  best_of: z.int(),
  round: z.int(),
  match_number: z.int(),
  participant1_id: z.int().nullable(),
  participant2_id: z.int().nullable(),
  winner_id: z.int().nullable(),
  is_bye: z.boolean(),
  status: tournamentsApi.matchStatus,
  score: z.string().nullable(),
  next_match_id: z.int().nullable(),
  next_side: z.union([z.literal(0), z.literal(1)]).nullable(),
  loser_match_id: z.int().nullable(),
  /** As it was entered; null where nothing was, or nobody knows any more. */
  result: matchResult.nullable(),
  created_at: z.date(),
});
export type MatchRow = z.infer<typeof matchRow>;

const columns = `id, tournament_id, category_id, draw_id, number, stage, section, group_number, best_of, round,
  match_number, participant1_id, participant2_id, winner_id, is_bye, status, score, next_match_id, next_side,
  loser_match_id, nullif(record->'result', 'null') as result, created_at`;

const parse = (rows: unknown[]): MatchRow[] => rows.map((row) => matchRow.parse(row));

/** The participants who are in a match, as far as they are known. */
export function sidesOf(row: Pick<MatchRow, 'participant1_id' | 'participant2_id'> | undefined): number[] {
  return [row?.participant1_id ?? null, row?.participant2_id ?? null].filter((id) => id !== null);
}

/** Category by category in the order of the draw, without those that nobody will ever be in. */
export async function listMatches(db: Queryable, tournamentId: number): Promise<MatchRow[]> {
  const { rows } = await db.query(
    `select ${columns} from matches where tournament_id = $1 and status <> 'void'
     order by coalesce(category_id, 0), number, round, match_number`,
    [tournamentId],
  );
  return parse(rows);
}

export async function findMatch(db: Queryable, tournamentId: number, id: number): Promise<MatchRow | undefined> {
  const { rows } = await db.query(`select ${columns} from matches where tournament_id = $1 and id = $2`, [
    tournamentId,
    id,
  ]);
  return parse(rows)[0];
}

/** By their numbers in a draw; in their order. */
export async function findByNumbers(db: Queryable, drawId: number, numbers: readonly number[]): Promise<MatchRow[]> {
  const { rows } = await db.query(
    `select ${columns} from matches where draw_id = $1 and number = any($2) order by number`,
    [drawId, numbers],
  );
  return parse(rows);
}

/** Of a bracket that was drawn before there were draws, round by round. */
export async function listOldMatches(
  tx: Transaction,
  tournamentId: number,
  categoryId: number | null,
): Promise<MatchRow[]> {
  const { rows } = await tx.query(
    `select ${columns} from matches
     where tournament_id = $1 and coalesce(category_id, 0) = coalesce($2, 0) and draw_id is null
     order by round, match_number`,
    [tournamentId, categoryId],
  );
  return parse(rows);
}
