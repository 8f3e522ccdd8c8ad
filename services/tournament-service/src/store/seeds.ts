import type { Queryable, Transaction } from '@gym/service-kit';
import { participantColumns, type ParticipantRow } from './participants.js';

/** Everybody in a draw, the top seed first. */
export async function listDrawn(
  db: Queryable,
  tournamentId: number,
  categoryId: number | null,
): Promise<ParticipantRow[]> {
  const { rows } = await db.query<ParticipantRow>(
    `select ${participantColumns} from participants
     where tournament_id = $1 and coalesce(category_id, 0) = coalesce($2, 0) and seed is not null order by seed`,
    [tournamentId, categoryId],
  );
  return rows;
}

/** What each has answered to a question, in the order of the ids. */
export async function divisionsOf(
  tx: Transaction,
  tournamentId: number,
  ids: number[],
  key: string,
): Promise<(string | null)[]> {
  const { rows } = await tx.query<{ division: string | null }>(
    `select answers->>$3 as division from unnest($2::integer[]) with ordinality as entry (participant_id, place)
     join participants on tournament_id = $1 and id = participant_id order by place`,
    [tournamentId, ids, key],
  );
  return rows.map((row) => row.division);
}

/** The places in a draw that people have got. */
export async function setSeeds(
  tx: Transaction,
  tournamentId: number,
  seeds: { id: number; seed: number }[],
): Promise<void> {
  await tx.query(
    `update participants set seed = place from unnest($2::integer[], $3::integer[]) as draw (participant_id, place)
     where tournament_id = $1 and id = participant_id`,
    [tournamentId, seeds.map(({ id }) => id), seeds.map(({ seed }) => seed)],
  );
}

export async function clearSeeds(tx: Transaction, tournamentId: number, ids: number[]): Promise<void> {
  await tx.query('update participants set seed = null where tournament_id = $1 and id = any($2)', [tournamentId, ids]);
}

/** The order staff want; whoever is not in it follows. */
export async function planSeeds(
  tx: Transaction,
  tournamentId: number,
  categoryId: number | null,
  order: { id: number; locked: boolean }[],
): Promise<void> {
  await tx.query(
    `update participants set planned_seed = null, seed_locked = false
     where tournament_id = $1 and category_id is not distinct from $2 and planned_seed is not null`,
    [tournamentId, categoryId],
  );
  await tx.query(
    `update participants set planned_seed = place, seed_locked = locked
     from unnest($2::integer[], $3::boolean[]) with ordinality as plan (participant_id, locked, place)
     where tournament_id = $1 and id = participant_id`,
    [tournamentId, order.map(({ id }) => id), order.map(({ locked }) => locked)],
  );
}
