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
  rejection_reason: string | null;
  created_at: Date;
}

/** As the account was registered, as far as it is known. */
export interface Registration extends Account {
  full_name: string | null;
}

export type NewAccount = Pick<
  Registration,
  'email' | 'password_hash' | 'full_name' | 'role' | 'is_approved' | 'is_root_admin'
>;

const columns =
  'id, email, password_hash, role, is_active, is_approved, is_banned, is_root_admin, rejection_reason, created_at';

/**
 * Waits for a simultaneous insert of the same email.
 * @returns undefined when the email is taken, or for a second root admin
 */
export async function insertAccount(tx: Transaction, account: NewAccount): Promise<Account | undefined> {
  const { rows } = await tx.query<Account>(
    `insert into users (email, password_hash, full_name, role, is_approved, is_root_admin)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning ${columns}`,
    [account.email, account.password_hash, account.full_name, account.role, account.is_approved, account.is_root_admin],
  );
  return rows[0];
}

export async function findAccount(db: Queryable, id: number): Promise<Account | undefined> {
  const { rows } = await db.query<Account>(`select ${columns} from users where id = $1`, [id]);
  return rows[0];
}

/** What an access token says about its bearer, and which version of the standing that is. */
export interface SignedAccount extends Account {
  standing_version: number;
}

/** As it is until the end of the transaction: a change of standing or password comes before it or after it. */
export async function lockAccount(tx: Transaction, id: number): Promise<SignedAccount | undefined> {
  const { rows } = await tx.query<SignedAccount>(
    `select ${columns}, standing_version from users where id = $1 for share`,
    [id],
  );
  return rows[0];
}

/** @param email in lower case, as it is stored */
export async function findAccountByEmail(db: Queryable, email: string): Promise<Account | undefined> {
  const { rows } = await db.query<Account>(`select ${columns} from users where email = $1`, [email]);
  return rows[0];
}

/** Another hash of the same password. @returns false when the account has another hash by now, or is gone */
export async function replaceHash(db: Queryable, id: number, hash: { from: string; to: string }): Promise<boolean> {
  const { rowCount } = await db.query('update users set password_hash = $3 where id = $1 and password_hash = $2', [
    id,
    hash.from,
    hash.to,
  ]);
  return rowCount === 1;
}

/**
 * The owner has another password from now on.
 * @param from the hash that it replaces; left out for whichever it is
 * @returns false when the account has another hash by now, or is gone
 */
export async function setHash(tx: Transaction, id: number, to: string, from?: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update users set password_hash = $2, password_changed_at = now()
     where id = $1 and ($3::text is null or password_hash = $3)`,
    [id, to, from ?? null],
  );
  return rowCount === 1;
}

/** What is kept of an account for its owner to know. */
export interface OwnAccount extends Registration {
  password_changed_at: Date | null;
}

export async function findOwnAccount(db: Queryable, id: number): Promise<OwnAccount | undefined> {
  const { rows } = await db.query<OwnAccount>(
    `select ${columns}, full_name, password_changed_at from users where id = $1`,
    [id],
  );
  return rows[0];
}

/** As given at the registration. */
export async function findFullName(db: Queryable, id: number): Promise<string | null> {
  const { rows } = await db.query<Pick<Registration, 'full_name'>>('select full_name from users where id = $1', [id]);
  return rows[0]?.full_name ?? null;
}

export async function findRootAdmin(db: Queryable): Promise<Account | undefined> {
  const { rows } = await db.query<Account>(`select ${columns} from users where is_root_admin`);
  return rows[0];
}

/** In the order of their ids. @param after the last id of the page before */
export async function listAccounts(db: Queryable, after: number, limit: number): Promise<Registration[]> {
  const { rows } = await db.query<Registration>(
    `select ${columns}, full_name from users where id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows;
}

/** @returns false when a later version was applied already, or when the account is gone: nothing changes then */
export async function applyStanding(tx: Transaction, standing: userEvents.UserStanding): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update users set role = $3, is_approved = $4, is_banned = $5, rejection_reason = $6, standing_version = $2
     where id = $1 and standing_version <= $2`,
    [
      standing.user_id,
      standing.version,
      standing.role,
      standing.is_approved,
      standing.is_banned,
      standing.rejection_reason ?? null,
    ],
  );
  return rowCount === 1;
}

/** The name for what has to be made of an account later, when its first event is no longer kept. */
export async function saveName(tx: Transaction, id: number, fullName: string): Promise<void> {
  await tx.query('update users set full_name = $2 where id = $1', [id, fullName]);
}

/** Whatever user-service says next is news; until then everybody's standing stays as it is. */
export async function forgetVersions(tx: Transaction): Promise<void> {
  await tx.query('update users set standing_version = 0 where standing_version > 0');
}

export async function deleteAccount(tx: Transaction, id: number): Promise<void> {
  await tx.query('delete from users where id = $1', [id]);
}
