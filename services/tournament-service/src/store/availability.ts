import { scheduleApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';

const { windows } = scheduleApi.availability.shape;
const availabilityRow = z.object({ participant_id: z.int(), windows });
export type AvailabilityRow = z.infer<typeof availabilityRow>;

/** Of those who are not always there. */
export async function listAvailability(db: Queryable, tournamentId: number): Promise<AvailabilityRow[]> {
  const { rows } = await db.query(
    'select participant_id, windows from availability where tournament_id = $1 order by participant_id limit 10000',
    [tournamentId],
  );
  return rows.map((row) => availabilityRow.parse(row));
}

/** @returns no windows for somebody who is always there */
export async function findAvailability(db: Queryable, participantId: number): Promise<AvailabilityRow['windows']> {
  const { rows } = await db.query('select participant_id, windows from availability where participant_id = $1', [
    participantId,
  ]);
  return rows[0] === undefined ? [] : availabilityRow.parse(rows[0]).windows;
}

export async function saveAvailability(
  tx: Transaction,
  tournamentId: number,
  { participant_id, windows: there }: AvailabilityRow,
): Promise<void> {
  if (there.length === 0) return forgetAvailability(tx, participant_id);
  await tx.query(
    `insert into availability (tournament_id, participant_id, windows) values ($1, $2, $3)
     on conflict (participant_id) do update set windows = excluded.windows`,
    [tournamentId, participant_id, JSON.stringify(there)],
  );
}

export async function forgetAvailability(tx: Transaction, participantId: number): Promise<void> {
  await tx.query('delete from availability where participant_id = $1', [participantId]);
}
