import { Counter } from '@gym/service-kit';
import { unauthorized } from '@gym/service-kit/errors';
import type { Deps } from './accounts.js';
import { placeOf } from './domain/place.js';
import type { Client } from './store/sessions.js';
import type { Attempt } from './throttle.js';
import { findAccountByEmail, replaceHash, type Account } from './store/users.js';

const checks = new Counter({
  name: 'gym_credential_checks_total',
  help: 'Passwords that people gave, by whether they were right; those beyond the limits are not looked at',
  labelNames: ['outcome'],
});

/**
 * The account that these credentials open. A right password replaces the hash that the old system made of it.
 * @param email in lower case
 * @throws AppError 401 when the email is unknown or the password wrong, after the same time and with the same words;
 *   429 for who has tried too often, 503 when too many are waiting
 */
export async function requireCredentials(
  deps: Deps,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<Account> {
  const attempt = await deps.throttle.beginLogin(email, placeOf(client.address));
  const account = await verify(deps, { email, password }, attempt);
  if (account === undefined) {
    await attempt.failed();
    checks.inc({ outcome: 'wrong' });
    throw wrongCredentials();
  }
  await attempt.succeeded();
  checks.inc({ outcome: 'right' });
  return account;
}

/** One sentence for both, or the answer tells which emails have an account. */
export function wrongCredentials(): Error {
  return unauthorized('The email or the password is wrong.', 'wrong-credentials');
}

async function verify(
  { database, passwords }: Deps,
  { email, password }: { email: string; password: string },
  attempt: Attempt,
): Promise<Account | undefined> {
  try {
    const account = await findAccountByEmail(database, email);
    const { isRight, replacement } = await passwords.verify(password, account?.password_hash);
    if (account === undefined || !isRight) return undefined;
    if (replacement === undefined) return account;
    // Somebody else may have been faster, or the password is another one by now; what is there then stays.
    const replaced = await replaceHash(database, account.id, { from: account.password_hash, to: replacement });
    return replaced ? { ...account, password_hash: replacement } : account;
  } catch (error) {
    await attempt.abandoned();
    throw error;
  }
}
