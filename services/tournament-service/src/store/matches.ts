import type { Queryable, Transaction } from '@gym/service-kit';
import type { Side } from '@gym/tournament-engine';
import type { DrawnMatch } from '../domain/draw.js';

export interface MatchRow {
  id: number;
  tournament_id: number;
  category_id: number | null;
  round: number;
  match_number: number;
  participant1_id: number | null;
  participant2_id: number | null;
  winner_id: number | null;
  is_bye: boolean;
  score: string | null;
  next_match_id: number | null;
  next_side: Side | null;
  created_at: Date;
}

const columns = `id, tournament_id, category_id, round, match_number, participant1_id, participant2_id, winner_id, is_bye, score,
  next_match_id, next_side, created_at`;

/** Two statements for a bracket of any size: ids are taken first, so that matches can name each other. */
export async function insertMatches(
  tx: Transaction,
  tournamentId: number,
  drawn: DrawnMatch[],
  categoryId: number | null,
): Promise<void> {
  const reserved = await tx.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence('matches', 'id')) as id from generate_series(1, $1)`,
    [drawn.length],
  );
  const ids = reserved.rows.map((row) => row.id);
  await tx.query(
    `insert into matches (tournament_id, category_id, id, round, match_number, participant1_id, participant2_id, winner_id, is_bye,
       next_match_id, next_side)
     select $1, $2, * from unnest($3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], $8::integer[],
       $9::boolean[], $10::integer[], $11::smallint[])`,
    [
      tournamentId,
      categoryId,
      ids,
      drawn.map((match) => match.round),
      drawn.map((match) => match.match_number),
      drawn.map((match) => match.participant1_id),
      drawn.map((match) => match.participant2_id),
      drawn.map((match) => match.winner_id),
      drawn.map((match) => match.is_bye),
      drawn.map((match) => (match.next === null ? null : ids[match.next])),
      drawn.map((match) => match.next_side),
    ],
  );
}

/** By round, top to bottom. */
export async function listMatches(db: Queryable, tournamentId: number): Promise<MatchRow[]> {
  const { rows } = await db.query<MatchRow>(
    `select ${columns} from matches where tournament_id = $1 order by coalesce(category_id, 0), round, match_number`,
    [tournamentId],
  );
  return rows;
}

/** The match and the one its winner goes to; nothing when the tournament has no such match. */
export async function findWithNext(tx: Transaction, tournamentId: number, id: number): Promise<MatchRow[]> {
  const { rows } = await tx.query<MatchRow>(
    `select ${columns} from matches where tournament_id = $1
       and id in ($2, (select next_match_id from matches where tournament_id = $1 and id = $2))
     order by round`,
    [tournamentId, id],
  );
  return rows[0]?.id === id ? rows : [];
}

/** Whether a final has no winner yet. */
export async function hasOpenFinal(tx: Transaction, tournamentId: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    'select from matches where tournament_id = $1 and next_match_id is null and winner_id is null limit 1',
    [tournamentId],
  );
  return rowCount === 1;
}

export async function setResult(
  tx: Transaction,
  id: number,
  { winner_id, score }: { winner_id: number; score: string | null },
): Promise<void> {
  await tx.query('update matches set winner_id = $2, score = $3 where id = $1', [id, winner_id, score]);
}

export async function setParticipant(tx: Transaction, id: number, side: Side, participantId: number): Promise<void> {
  const column = side === 0 ? 'participant1_id' : 'participant2_id';
  await tx.query(`update matches set ${column} = $2 where id = $1`, [id, participantId]);
}
