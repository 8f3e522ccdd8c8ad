import type { Queryable, Transaction } from '@gym/service-kit';
import type { z } from 'zod';
import { detailsRow } from './details.js';
import { userRow } from './users.js';

/** A person as a deletion keeps them until nothing can undo it any more. */
export const keptUser = userRow.omit({ status: true }).extend(detailsRow.shape);
export type KeptUser = z.infer<typeof keptUser>;

/** Leaves nothing of the user but the id. */
export async function deleteUser(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from users where id = $1', [id]);
  await tx.query('insert into deleted_users (id) values ($1)', [id]);
}

const columns = Object.keys(keptUser.shape);

/** Takes a deletion back. */
export async function restoreUser(tx: Transaction, user: KeptUser): Promise<void> {
  await tx.query('delete from deleted_users where id = $1', [user.id]);
  await tx.query(
    `insert into users (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_record(null::users, $1)`,
    [JSON.stringify(user)],
  );
}

export async function wasDeleted(db: Queryable, id: number): Promise<boolean> {
  const { rowCount } = await db.query('select from deleted_users where id = $1', [id]);
  return rowCount === 1;
}

/**
 * In the order of their ids. `is_final`: the login is gone too, so the deletion cannot be undone any more.
 * @param after the last id of the page before
 */
export async function listDeletedUsers(
  db: Queryable,
  after: number,
  limit: number,
): Promise<{ id: number; is_final: boolean }[]> {
  const { rows } = await db.query<{ id: number; is_final: boolean }>(
    `select deleted_users.id, coalesce(steps->>'credentials' = 'done', true) as is_final
     from deleted_users left join sagas
       on kind = 'deletion' and subject = deleted_users.id::text and state = 'running'
     where deleted_users.id > $1 order by deleted_users.id limit $2`,
    [after, limit],
  );
  return rows;
}
