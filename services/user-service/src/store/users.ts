import { id, role, usersApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';
import type { Standing } from '../domain/standing.js';

/** A row without what people say about themselves, which is in `details.ts`. */
export const userRow = z.object({
  id,
  email: z.string(),
  full_name: z.string(),
  role,
  is_approved: z.boolean(),
  is_banned: z.boolean(),
  ban_reason: z.string().nullable(),
  banned_until: z.coerce.date().nullable().default(null),
  rejection_reason: z.string().nullable().default(null),
  is_root_admin: z.boolean(),
  version: z.int(),
  created_at: z.coerce.date().default(() => new Date()),
  /** Follows from the others. */
  status: usersApi.userStatus,
});
export type UserRow = z.infer<typeof userRow>;

export type NewUser = Pick<UserRow, 'id' | 'email' | 'full_name' | 'role' | 'is_approved' | 'is_root_admin'>;

export const columns = Object.keys(userRow.shape)
  .map((column) => `users.${column}`)
  .join(', ');

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
  const [user] = await lockUsers(tx, [id]);
  return user;
}

/** In the order of their ids, so that two who lock several do not wait for each other in a circle. */
export async function lockUsers(tx: Transaction, ids: number[]): Promise<UserRow[]> {
  const { rows } = await tx.query<UserRow>(
    `select ${columns} from users where id = any($1) order by id for no key update`,
    [ids],
  );
  return rows;
}

/** Those whose ban is over; who is being decided about right now comes the next time. */
export async function lockEndedBans(tx: Transaction, limit: number): Promise<UserRow[]> {
  const { rows } = await tx.query<UserRow>(
    `select ${columns} from users where banned_until <= now() order by banned_until limit $1
     for no key update skip locked`,
    [limit],
  );
  return rows;
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
export async function saveStanding(tx: Transaction, userId: number, standing: Standing): Promise<UserRow> {
  const { rows } = await tx.query<UserRow>(
    `update users set role = $2, is_approved = $3, is_banned = $4, ban_reason = $5, banned_until = $6,
       rejection_reason = $7, version = version + 1
     where id = $1 returning ${columns}`,
    [
      userId,
      standing.role,
      standing.is_approved,
      standing.is_banned,
      standing.ban_reason,
      standing.banned_until,
      standing.rejection_reason,
    ],
  );
  const [user] = rows;
  if (user === undefined) throw new Error(`user ${userId} is gone`);
  return user;
}
