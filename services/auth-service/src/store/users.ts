import type { Role, userEvents } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';

export interface Account {
  id: number;
  email: string;
  password_hash: string;
  role: Role;
  is_active: boolean;
  is_approved: boolean;
  is_banned: boolean;
  is_root_admin: boolean;
}

export type NewAccount = Pick<Account, 'email' | 'password_hash' | 'role' | 'is_approved' | 'is_root_admin'>;

const columns = 'id, email, password_hash, role, is_active, is_approved, is_banned, is_root_admin';

/**
 * Waits for a simultaneous insert of the same email.
 * @returns undefined when the email is taken, or for a second root admin
 */
export async function insertAccount(tx: Transaction, account: NewAccount): Promise<Account | undefined> {
  const { rows } = await tx.query<Account>(
    `insert into users (email, password_hash, role, is_approved, is_root_admin) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning ${columns}`,
    [account.email, account.password_hash, account.role, account.is_approved, account.is_root_admin],
  );
  return rows[0];
}

export async function findAccount(db: Queryable, id: number): Promise<Account | undefined> {
  const { rows } = await db.query<Account>(`select ${columns} from users where id = $1`, [id]);
  return rows[0];
}

/** @param email in lower case, as it is stored */
export async function findAccountByEmail(db: Queryable, email: string): Promise<Account | undefined> {
  const { rows } = await db.query<Account>(`select ${columns} from users where email = $1`, [email]);
  return rows[0];
}

export async function findRootAdmin(db: Queryable): Promise<Account | undefined> {
  const { rows } = await db.query<Account>(`select ${columns} from users where is_root_admin`);
  return rows[0];
}

/** Changes nothing when a later version was applied already, or when the account is gone. */
export async function applyStanding(tx: Transaction, standing: userEvents.UserStanding): Promise<void> {
  await tx.query(
    `update users set role = $3, is_approved = $4, is_banned = $5, standing_version = $2
     where id = $1 and standing_version < $2`,
    [standing.user_id, standing.version, standing.role, standing.is_approved, standing.is_banned],
  );
}

export async function deleteAccount(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from users where id = $1', [id]);
}
