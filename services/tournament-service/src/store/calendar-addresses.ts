import type { Queryable, Transaction } from '@gym/service-kit';

export async function findAddress(db: Queryable, userId: number): Promise<Date | undefined> {
  const { rows } = await db.query<{ created_at: Date }>(
    'select created_at from calendar_addresses where user_id = $1',
    [userId],
  );
  return rows[0]?.created_at;
}

/** From now on the one before leads nowhere. */
export async function saveAddress(tx: Transaction, userId: number, hash: Buffer): Promise<Date> {
  const { rows } = await tx.query<{ created_at: Date }>(
    `insert into calendar_addresses (user_id, secret_hash) values ($1, $2)
     on conflict (user_id) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at
     returning created_at`,
    [userId, hash],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the insert returned no row');
  return row.created_at;
}

export async function deleteAddress(tx: Transaction, userId: number): Promise<void> {
  await tx.query('delete from calendar_addresses where user_id = $1', [userId]);
}

/** Whose address it is. */
export async function ownerOf(db: Queryable, hash: Buffer): Promise<number | undefined> {
  const { rows } = await db.query<{ user_id: number }>(
    'select user_id from calendar_addresses where secret_hash = $1',
    [hash],
  );
  return rows[0]?.user_id;
}
