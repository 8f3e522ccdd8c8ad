import { accountEvents } from '@gym/contracts';
import { newEvent, type NewEvent, type Snapshot } from '@gym/service-kit';
import { listAccounts, type Account } from '../store/users.js';

/** The name travels on to the profile in user-service. */
export function registeredEvent(account: Account, fullName: string): NewEvent {
  const { id, email, role, is_approved, is_root_admin } = account;
  const payload = { user_id: id, email, full_name: fullName, role, is_approved, is_root_admin };
  return newEvent(accountEvents.accountRegistered, id, payload);
}

/** All accounts as if they registered now; a name that is not known is the part of the email that people chose. */
export const accountsSnapshot: Snapshot = async (db, after, limit) => {
  const accounts = await listAccounts(db, Number(after ?? 0), limit);
  const last = accounts.at(-1);
  return {
    events: accounts.map((account) => registeredEvent(account, account.full_name ?? account.email.replace(/@.*/, ''))),
    next: accounts.length === limit && last !== undefined ? String(last.id) : null,
  };
};
