import { appendEvents } from '@gym/service-kit';
import { AppError, conflict } from '@gym/service-kit/errors';
import type { Deps } from './accounts.js';
import { requireHardPassword } from './domain/easy-passwords.js';
import { endSessions } from './sessions.js';
import { deleteResetsOf } from './store/password-resets.js';
import { findFullName, setHash, type Account } from './store/users.js';

/** Of the end of sessions. */
const reason = 'password-changed';

/**
 * Sets another password for who knows the present one.
 * @param sessionId goes on, all other sessions end
 * @throws AppError 422 for an easy password, 409 for a change meanwhile
 */
export async function changePassword(
  deps: Deps,
  account: Account,
  newPassword: string,
  sessionId: number,
): Promise<void> {
  const hash = await hashOfNew(deps, account, newPassword);
  await deps.database.transaction(async (tx) => {
    await deleteResetsOf(tx, account.email);
    if (!(await setHash(tx, account.id, hash, account.password_hash))) {
      throw conflict('The password was changed by somebody else just now.', 'password-changed');
    }
    await appendEvents(tx, deps.appId, await endSessions(tx, account.id, reason, sessionId));
  });
}

/** Sets another password for who has a link from a mail; all sessions end. @throws AppError 422 for an easy password, or a used link */
export async function resetPassword(
  deps: Deps,
  account: Account,
  newPassword: string,
  tokenHash: Buffer,
): Promise<void> {
  const hash = await hashOfNew(deps, account, newPassword);
  await deps.database.transaction(async (tx) => {
    const links = await deleteResetsOf(tx, account.email);
    if (!links.some((link) => link.equals(tokenHash))) throw linkIsSpent();
    await setHash(tx, account.id, hash);
    await appendEvents(tx, deps.appId, await endSessions(tx, account.id, reason));
  });
}

export function linkIsSpent(): AppError {
  const detail = 'This link was used already or is too old. Please ask for a new one.';
  return new AppError(422, 'reset-link-spent', 'Link cannot be used', { detail });
}

async function hashOfNew({ database, passwords }: Deps, account: Account, newPassword: string): Promise<string> {
  const owner = { email: account.email, full_name: await findFullName(database, account.id) };
  requireHardPassword(newPassword, owner, '#/new_password', 422);
  return passwords.hash(newPassword);
}
