import type { Queryable, Transaction } from '@gym/service-kit';
import type { UserRow } from './users.js';

/** Leaves nothing of the user but the id. */
export async function deleteUser(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from users where id = $1', [id]);
  await tx.query('insert into deleted_users (id) values ($1)', [id]);
}

/** Takes a deletion back. */
export async function restoreUser(tx: Transaction, user: UserRow): Promise<UserRow> {
  await tx.query('delete from deleted_users where id = $1', [user.id]);
  await tx.query(
    `insert into users (id, email, full_name, role, is_approved, is_banned, ban_reason, is_root_admin, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      user.id,
      user.email,
      user.full_name,
      user.role,
      user.is_approved,
      user.is_banned,
      user.ban_reason,
      user.is_root_admin,
      user.version,
    ],
  );
  return user;
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
