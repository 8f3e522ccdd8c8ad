import type { Queryable, Transaction } from '@gym/service-kit';
import type { Account } from './users.js';

/** Where a session is used from; nothing is decided by it. */
export interface Client {
  device: string | null;
  address: string | null;
}

export interface SessionRow extends Client {
  id: number;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
}

/** Seconds. */
export interface Lifetimes {
  /** A session that is not used for so long ends. */
  idle: number;
  /** A session ends after this, however much it is used. */
  longest: number;
}

/** @returns the id of the session */
export async function insertSession(
  tx: Transaction,
  userId: number,
  hashes: { family: Buffer; token: Buffer },
  client: Client,
  lifetimes: Lifetimes,
): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into sessions (user_id, family_hash, token_hash, device, address, expires_at)
     values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6)) returning id`,
    [userId, hashes.family, hashes.token, client.device, client.address, Math.min(lifetimes.idle, lifetimes.longest)],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('an insert returned no row');
  return id;
}

export interface LockedSession {
  id: number;
  token_hash: Buffer;
  previous_hash: Buffer | null;
  sealed_successor: Buffer | null;
  is_expired: boolean;
  /** Seconds since the token was last replaced. */
  age: number;
}

/** Whose session this is. Accounts are locked before their sessions, by everybody. */
export async function ownerOf(db: Queryable, familyHash: Buffer): Promise<number | undefined> {
  const { rows } = await db.query<{ user_id: number }>('select user_id from sessions where family_hash = $1', [
    familyHash,
  ]);
  return rows[0]?.user_id;
}

/** The session of a family; others that refresh it wait. */
export async function lockSession(tx: Transaction, familyHash: Buffer): Promise<LockedSession | undefined> {
  const { rows } = await tx.query<LockedSession>(
    `select id, token_hash, previous_hash, sealed_successor, expires_at <= now() as is_expired,
       extract(epoch from clock_timestamp() - last_used_at)::float8 as age
     from sessions where family_hash = $1 for update`,
    [familyHash],
  );
  return rows[0];
}

/** The next token takes the place of the present one, which becomes the one before. */
export async function rotateSession(
  tx: Transaction,
  id: number,
  token: { hash: Buffer; sealed: Buffer },
  client: Client,
  lifetimes: Lifetimes,
): Promise<void> {
  await tx.query(
    `update sessions set previous_hash = token_hash, token_hash = $2, sealed_successor = $3, device = $4, address = $5,
       last_used_at = clock_timestamp(),
       expires_at = least(now() + make_interval(secs => $6), created_at + make_interval(secs => $7))
     where id = $1`,
    [id, token.hash, token.sealed, client.device, client.address, lifetimes.idle, lifetimes.longest],
  );
}

/** Newest first. @param before the last id of the page before */
export async function listSessions(
  db: Queryable,
  userId: number,
  before: number,
  limit: number,
): Promise<SessionRow[]> {
  const { rows } = await db.query<SessionRow>(
    `select id, device, address, created_at, last_used_at, expires_at from sessions
     where user_id = $1 and id < $2::bigint and expires_at > now() order by id desc limit $3`,
    [userId, before, limit],
  );
  return rows;
}

/** @returns false when the user has no such session */
export async function deleteSession(tx: Transaction, userId: Account['id'], id: number): Promise<boolean> {
  const { rowCount } = await tx.query('delete from sessions where id = $1 and user_id = $2', [id, userId]);
  return rowCount === 1;
}

/** @param except stays. @returns the ids of the sessions that were deleted */
export async function deleteSessionsOf(tx: Transaction, userId: number, except?: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'delete from sessions where user_id = $1 and id is distinct from $2 returning id',
    [userId, except ?? null],
  );
  return rows.map(({ id }) => id);
}

/** Keeps the sessions that were used last. Rows somebody else is working on are left to them. */
export async function trimSessions(tx: Transaction, userId: number, kept: number): Promise<void> {
  await tx.query(
    `delete from sessions where id in (
       select id from sessions where user_id = $1 order by last_used_at desc offset $2 for update skip locked)`,
    [userId, kept],
  );
}

const chunk = 5000;

/** In chunks that never hold a lock for long. @returns how many */
export async function deleteExpiredSessions(db: Queryable): Promise<number> {
  for (let deleted = 0; ;) {
    const { rowCount } = await db.query(
      `delete from sessions where id in (
         select id from sessions where expires_at <= now() order by expires_at limit $1 for update skip locked)`,
      [chunk],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < chunk) return deleted;
  }
}
