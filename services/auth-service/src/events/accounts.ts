import { accountEvents } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import type { Account } from '../store/users.js';

/** The name travels on to the profile in user-service and is kept nowhere here. */
export function registeredEvent(account: Account, fullName: string): NewEvent {
  const { id, email, role, is_approved, is_root_admin } = account;
  const payload = { user_id: id, email, full_name: fullName, role, is_approved, is_root_admin };
  return newEvent(accountEvents.accountRegistered, id, payload);
}
