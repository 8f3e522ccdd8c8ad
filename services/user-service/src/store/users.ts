import { id, role } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';
import type { Standing } from '../domain/standing.js';

/** A row, also in the form in which a deletion keeps it. */
export const userRow = z.object({
  id,
  email: z.string(),
  full_name: z.string(),
  role,
  is_approved: z.boolean(),
  is_banned: z.boolean(),
  ban_reason: z.string().nullable(),
  is_root_admin: z.boolean(),
  version: z.int(),
});
export type UserRow = z.infer<typeof userRow>;

export type NewUser = Pick<UserRow, 'id' | 'email' | 'full_name' | 'role' | 'is_approved' | 'is_root_admin'>;

const columns = 'id, email, full_name, role, is_approved, is_banned, ban_reason, is_root_admin, version';

/** Changes nothing for somebody who is here or was deleted. @returns true for somebody new */
export async function insertUser(tx: Transaction, user: NewUser): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into users (id, email, full_name, role, is_approved, is_root_admin)
     select $1::integer, $2, $3, $4, $5::boolean, $6::boolean
     where not exists (select from deleted_users where id = $1)
     on conflict (id) do nothing`,
    [user.id, user.email, user.full_name, user.role, user.is_approved, user.is_root_admin],
  );
  return rowCount === 1;
}

export async function findUser(db: Queryable, id: number): Promise<UserRow | undefined> {
  const { rows } = await db.query<UserRow>(`select ${columns} from users where id = $1`, [id]);
  return rows[0];
}

/** Decisions about one user wait for each other from here on. */
export async function lockUser(tx: Transaction, id: number): Promise<UserRow | undefined> {
  const { rows } = await tx.query<UserRow>(`select ${columns} from users where id = $1 for update`, [id]);
  return rows[0];
}

/** In the order of their ids, which the primary key gives. @param after the last id of the page before */
export async function listUsers(db: Queryable, after: number, limit: number): Promise<UserRow[]> {
  const { rows } = await db.query<UserRow>(`select ${columns} from users where id > $1 order by id limit $2`, [
    after,
    limit,
  ]);
  return rows;
}

/** Those who can be put into a tournament. */
export async function listAvailableUsers(db: Queryable, after: number, limit: number): Promise<UserRow[]> {
  const { rows } = await db.query<UserRow>(
    `select ${columns} from users where is_approved and not is_banned and id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows;
}

/** @returns the row with its next version */
export async function saveStanding(tx: Transaction, user: UserRow, standing: Standing): Promise<UserRow> {
  await tx.query(
    'update users set is_approved = $2, is_banned = $3, ban_reason = $4, version = version + 1 where id = $1',
    [user.id, standing.is_approved, standing.is_banned, standing.ban_reason],
  );
  return { ...user, ...standing, version: user.version + 1 };
}
