import type { Queryable, Transaction } from '@gym/service-kit';
import type { DrawRow } from './draws.js';

export interface RankRow {
  participant_id: number;
  rank: number;
}

/** Of a draw that is over, best first. */
export async function listRanks(db: Queryable, drawId: number): Promise<RankRow[]> {
  const { rows } = await db.query<RankRow>(
    'select participant_id, rank from draw_ranks where draw_id = $1 order by rank, participant_id',
    [drawId],
  );
  return rows;
}

/** Writes what is different. */
export async function replaceRanks(tx: Transaction, draw: DrawRow, ranks: readonly RankRow[]): Promise<void> {
  await tx.query('delete from draw_ranks where draw_id = $1 and not participant_id = any($2)', [
    draw.id,
    ranks.map((row) => row.participant_id),
  ]);
  await tx.query(
    `insert into draw_ranks (draw_id, tournament_id, participant_id, rank)
     select $1, $2, * from unnest($3::integer[], $4::integer[])
     on conflict (draw_id, participant_id) do update set rank = excluded.rank where draw_ranks.rank <> excluded.rank`,
    [draw.id, draw.tournament_id, ranks.map((row) => row.participant_id), ranks.map((row) => row.rank)],
  );
}
