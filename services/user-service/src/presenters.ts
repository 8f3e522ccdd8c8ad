import type { usersApi } from '@gym/contracts';
import type { UserRow } from './store/users.js';

/** The only way from a row to an answer: the reason of a ban and the version stay inside. */
export function presentUser(row: UserRow): usersApi.User {
  const { id, email, full_name, role, is_approved, is_banned, is_root_admin } = row;
  return { id, email, full_name, role, is_approved, is_banned, is_root_admin };
}

export function presentAvailable({ id, full_name, email }: UserRow): { id: number; name: string; email: string } {
  return { id, name: full_name, email };
}
