import { accountEvents } from '@gym/contracts';
import { currentContext, newEvent, type NewEvent, type Snapshot } from '@gym/service-kit';
import { listAccounts, type Account } from '../store/users.js';

/** Whose act a request is; user-service, which has the audit log, writes it down. */
export interface StaffAct {
  actor_id: number;
  request_id: string | null;
}

export function actOf(caller: { id: number }): StaffAct {
  return { actor_id: caller.id, request_id: currentContext()?.requestId ?? null };
}

/**
 * The name travels on to the profile in user-service.
 * @param by left out for who registered by themselves
 */
export function registeredEvent(account: Account, fullName: string, by?: StaffAct): NewEvent {
  const { id, email, role, is_approved, is_root_admin } = account;
  const payload = { user_id: id, email, full_name: fullName, role, is_approved, is_root_admin, by };
  return newEvent(accountEvents.accountRegistered, id, payload);
}

export function unlockedEvent(userId: number, caller: { id: number }): NewEvent {
  return newEvent(accountEvents.accountUnlocked, userId, { user_id: userId, by: actOf(caller) });
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
