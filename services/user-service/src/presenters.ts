import type { usersApi } from '@gym/contracts';
import type { Details } from './domain/profile.js';
import type { AuditRow } from './store/audit.js';
import type { UserRow } from './store/users.js';

/** The only way from a row to an answer: the version stays inside. */
export function presentUser(row: UserRow): usersApi.User {
  const { id, email, full_name, role, is_approved, is_banned, is_root_admin, status, created_at } = row;
  const user = { id, email, full_name, role, is_approved, is_banned, is_root_admin, status };
  return { ...user, created_at: created_at.toISOString() };
}

export function presentAvailable({ id, full_name, email }: UserRow): { id: number; name: string; email: string } {
  return { id, name: full_name, email };
}

/** How somebody stands in relation to the person whose profile they read. */
export type Viewer = 'themself' | 'trainer' | 'admin';

/**
 * Trainers get what they need on the day: whom to call, and about whom. The birth date and the reasons of decisions are
 * for admins and the person, preferences for the person alone.
 */
export function presentProfile(row: UserRow, details: Details, viewer: Viewer): usersApi.Profile {
  const { phone, birth_date, emergency_contact, preferences } = details;
  const { ban_reason, rejection_reason } = row;
  const reachable = { ...presentUser(row), phone, emergency_contact };
  if (viewer === 'trainer') return reachable;
  const banned_until = row.banned_until?.toISOString() ?? null;
  const known = { ...reachable, birth_date, ban_reason, banned_until, rejection_reason };
  return viewer === 'admin' ? known : { ...known, preferences };
}

export function presentAudit({ at, ...entry }: AuditRow): usersApi.AuditEntry {
  return { ...entry, at: at.toISOString() };
}
