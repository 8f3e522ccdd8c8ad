import type { Queryable, Transaction } from '@gym/service-kit';

/** Leaves nothing of the user but the id. */
export async function deleteUser(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from users where id = $1', [id]);
  await tx.query('insert into deleted_users (id) values ($1)', [id]);
}

export async function wasDeleted(db: Queryable, id: number): Promise<boolean> {
  const { rowCount } = await db.query('select from deleted_users where id = $1', [id]);
  return rowCount === 1;
}
