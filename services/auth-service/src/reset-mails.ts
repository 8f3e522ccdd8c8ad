import { createHash, randomBytes } from 'node:crypto';
import type { Logger, Sidecar } from '@gym/service-kit';
import type { Deps } from './accounts.js';
import { resetMail } from './domain/reset-mail.js';
import { deleteReset, linkLifetime, markSent, takeDueReset } from './store/password-resets.js';
import { findAccountByEmail } from './store/users.js';

export interface MailDeps extends Pick<Deps, 'database' | 'log'> {
  sidecar: Pick<Sidecar, 'invokeBinding'>;
  /** What links begin with. */
  publicUrl: string;
  /** Development only: who runs the platform on one machine takes the link from the log. */
  showLinks: boolean;
}

/** No salt and no rounds: nobody can guess 256 random bits. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Sends the mails that are due, one after the other: the SMTP component of Dapr keeps recipient and subject of a request
 * in its own state, so two at once could swap them. A mail whose answer was lost goes out again with another link, and
 * the newest one works.
 */
export async function sendResetMails(deps: MailDeps): Promise<void> {
  for (;;) {
    const token = randomBytes(32).toString('base64url');
    const due = await takeDueReset(deps.database, hashOfToken(token));
    if (due === undefined) return;
    const account = await findAccountByEmail(deps.database, due.email);
    if (account === undefined) {
      await deleteReset(deps.database, due.id);
      continue;
    }
    if (!(await send(deps, due, token))) return;
    await markSent(deps.database, due.id);
  }
}

/** @returns false when nobody takes mail right now; the mail is due again later */
async function send(
  { sidecar, log, publicUrl, showLinks }: MailDeps,
  { id, email }: { id: number; email: string },
  token: string,
): Promise<boolean> {
  const link = `${publicUrl}/#/reset-password/${token}`;
  const { subject, html } = resetMail({ email, link, minutes: linkLifetime / 60 });
  // Each component takes from these what it knows: where to, or which file.
  const metadata = { emailTo: email, subject, fileName: `password-reset-${id}.html` };
  try {
    await sidecar.invokeBinding('mail', html, metadata);
  } catch (error) {
    logFailure(log, id, error);
    return false;
  }
  if (showLinks) log.info(`a link for a new password: ${link}`, { mail: id });
  return true;
}

function logFailure(log: Logger, id: number, error: unknown): void {
  log.warn('a mail could not be sent yet', { mail: id, error });
}
