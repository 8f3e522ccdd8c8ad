import type { Queryable, Transaction } from '@gym/service-kit';

/** Any number that no other lock of this database has. */
const lockKey = 5_301;

/** Whatever could take an admin away happens one after the other from here on, until the end of the transaction. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [lockKey]);
}

/** Somebody besides the given admin who could let people in. */
export async function hasOtherAdmin(db: Queryable, adminId: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from users where role = 'admin' and status = 'active' and id <> $1 limit 1`,
    [adminId],
  );
  return rowCount === 1;
}
