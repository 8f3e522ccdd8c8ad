import type { Role } from '@gym/contracts';
import { appendEvents, tryPushEvents, type Database, type Logger, type Sidecar } from '@gym/service-kit';
import { conflict, unauthorized } from '@gym/service-kit/errors';
import { registeredEvent, type StaffAct } from './events/accounts.js';
import type { Passwords } from './passwords.js';
import { startRegistration } from './registration.js';
import type { SigningKeys } from './signing-keys.js';
import type { Lifetimes } from './store/sessions.js';
import type { Throttle } from './throttle.js';
import { findAccount, findRootAdmin, insertAccount, type Account } from './store/users.js';

/** What the operations work with. */
export interface Deps {
  appId: string;
  database: Database;
  sidecar: Sidecar;
  log: Logger;
  passwords: Passwords;
  keys: SigningKeys;
  /** Of sessions. */
  lifetimes: Lifetimes;
  throttle: Throttle;
}

export interface Applicant {
  email: string;
  password: string;
  full_name: string;
  role: Role;
  is_approved: boolean;
}

/**
 * Makes the account and tells user-service, which makes the profile. Works without user-service, which then
 * learns of it from the broker.
 * @param by the admin who makes it for somebody else
 * @throws AppError 409 when the email is taken
 */
export async function createAccount(deps: Deps, applicant: Applicant, by?: StaffAct): Promise<Account> {
  const created = await insert(deps, applicant, { is_root_admin: false, by });
  if (created === undefined) throw conflict('This email is already registered.', 'email-taken');
  await tryPushEvents(deps.sidecar, deps.log, 'user-service', 'accounts', created.events);
  return created.account;
}

/** Makes the root admin unless there is one; safe when several replicas start together. */
export async function ensureRootAdmin(deps: Deps, admin: { email: string; password: string }): Promise<void> {
  if (await findRootAdmin(deps.database)) return;
  const applicant: Applicant = { ...admin, full_name: 'Administrator', role: 'admin', is_approved: true };
  const created = await insert(deps, applicant, { is_root_admin: true });
  if (created) deps.log.info('the root admin was created', { account: created.account.id });
  else if (!(await findRootAdmin(deps.database))) {
    deps.log.error('there is no root admin: the email of the secret belongs to another account');
  }
}

/** @throws AppError 401 when the account behind a valid token is gone */
export async function accountOf(deps: Deps, caller: { id: number }): Promise<Account> {
  const account = await findAccount(deps.database, caller.id);
  if (account === undefined) throw unauthorized('This account no longer exists.', 'invalid-token');
  return account;
}

/** The hash comes first: a transaction that waits for it would hold a connection for its quarter of a second. */
async function insert(
  deps: Deps,
  { password, full_name, ...account }: Applicant,
  { is_root_admin, by }: { is_root_admin: boolean; by?: StaffAct | undefined },
) {
  const password_hash = await deps.passwords.hash(password);
  return deps.database.transaction(async (tx) => {
    const inserted = await insertAccount(tx, { ...account, password_hash, full_name, is_root_admin });
    if (inserted === undefined) return undefined;
    await startRegistration(tx, inserted.id);
    const events = await appendEvents(tx, deps.appId, [registeredEvent(inserted, full_name, by)]);
    return { account: inserted, events };
  });
}
