import type { Queryable, Transaction } from '@gym/service-kit';

/** Seconds for which a link can be used. */
export const linkLifetime = 30 * 60;

/** @param email in lower case */
export async function insertReset(db: Queryable, email: string): Promise<void> {
  await db.query('insert into password_resets (email) values ($1)', [email]);
}

export interface DueReset {
  id: number;
  email: string;
}

/**
 * Takes the next mail that is due, and gives it a link. If nobody says that it went out it is due again, a little later
 * every time: 10 s, 20 s, ... up to 10 minutes.
 */
export async function takeDueReset(db: Queryable, tokenHash: Buffer): Promise<DueReset | undefined> {
  const { rows } = await db.query<DueReset>(
    `update password_resets set token_hash = $1, expires_at = now() + make_interval(secs => $2),
       attempts = attempts + 1, due_at = now() + make_interval(secs => least(10 * 2 ^ least(attempts, 6), 600))
     where id = (
       select id from password_resets where due_at <= now() order by due_at limit 1 for update skip locked
     ) returning id, email`,
    [tokenHash, linkLifetime],
  );
  return rows[0];
}

export async function markSent(db: Queryable, id: number): Promise<void> {
  await db.query('update password_resets set due_at = null where id = $1', [id]);
}

export async function deleteReset(db: Queryable, id: number): Promise<void> {
  await db.query('delete from password_resets where id = $1', [id]);
}

/** @returns the email of the account that the link is for */
export async function findResetEmail(db: Queryable, tokenHash: Buffer): Promise<string | undefined> {
  const { rows } = await db.query<{ email: string }>(
    'select email from password_resets where token_hash = $1 and expires_at > now()',
    [tokenHash],
  );
  return rows[0]?.email;
}

/** Newest first, a hundred at most: who asks for more is slowed down long before. */
export async function listResetsOf(
  db: Queryable,
  email: string,
): Promise<{ requested_at: Date; expires_at: Date | null }[]> {
  const { rows } = await db.query<{ requested_at: Date; expires_at: Date | null }>(
    'select requested_at, expires_at from password_resets where email = $1 order by requested_at desc limit 100',
    [email],
  );
  return rows;
}

/** Uses up all links of an account. Of two that come with the same link, the second waits and finds none. */
export async function deleteResetsOf(tx: Transaction, email: string): Promise<Buffer[]> {
  const { rows } = await tx.query<{ token_hash: Buffer | null }>(
    'delete from password_resets where email = $1 returning token_hash',
    [email],
  );
  return rows.flatMap(({ token_hash }) => token_hash ?? []);
}

/** Links that nobody used, and mails that could not be sent for a day. */
export async function deleteOldResets(db: Queryable): Promise<void> {
  await db.query(`delete from password_resets where requested_at < now() - interval '1 day'`);
}
