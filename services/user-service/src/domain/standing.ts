import type { Role } from '@gym/contracts';
import { badRequest, conflict, forbidden } from '@gym/service-kit/errors';

/** What admins decide about a user. */
export interface Standing {
  role: Role;
  is_approved: boolean;
  is_banned: boolean;
  ban_reason: string | null;
  /** When the ban ends by itself. */
  banned_until: Date | null;
  /** Why the approval was refused; null with the approval. */
  rejection_reason: string | null;
}

interface Target {
  id: number;
  is_root_admin: boolean;
}

/** The part of a user that is decided about. */
export function standingOf(user: Standing): Standing {
  const { role, is_approved, is_banned, ban_reason, banned_until, rejection_reason } = user;
  return { role, is_approved, is_banned, ban_reason, banned_until, rejection_reason };
}

/** Nothing was decided yet about somebody who has just come. */
export function newcomer({ role, is_approved }: { role: Role; is_approved: boolean }): Standing {
  return { role, is_approved, is_banned: false, ban_reason: null, banned_until: null, rejection_reason: null };
}

export function approve(standing: Standing): Standing {
  return { ...standing, is_approved: true, rejection_reason: null };
}

/** @throws AppError 409 for somebody who is in already, whom only a ban keeps out */
export function reject(standing: Standing, reason: string): Standing {
  if (standing.is_approved) throw conflict('This user is approved already; a ban would keep them out.', 'approved');
  return { ...standing, rejection_reason: reason };
}

export interface BanTerms {
  reason?: string | undefined;
  /** Null for good. */
  until?: Date | null | undefined;
}

/**
 * Banning again keeps the reason and the end that are known unless it brings others.
 * @throws AppError 400 for a ban that would be over already
 */
export function ban(standing: Standing, { reason, until }: BanTerms, now: Date): Standing {
  if (until && until <= now) throw badRequest('A ban must end in the future.', 'until-in-the-past');
  return {
    ...standing,
    is_banned: true,
    ban_reason: reason ?? standing.ban_reason,
    banned_until: until === undefined ? standing.banned_until : until,
  };
}

export function unban(standing: Standing): Standing {
  return { ...standing, is_banned: false, ban_reason: null, banned_until: null };
}

export function changeRole(standing: Standing, role: Role): Standing {
  return { ...standing, role };
}

/** The fields that differ, as they were and as they are; all of them as they were for somebody who is gone. */
export function difference(before: Standing, after: Standing | null): { before: object; after: object } {
  const was = plain(before);
  if (after === null) return { before: was, after: {} };
  const is = plain(after);
  const changed = Object.keys(was).filter((key) => was[key] !== is[key]);
  const only = (all: Record<string, unknown>): object => Object.fromEntries(changed.map((key) => [key, all[key]]));
  return { before: only(was), after: only(is) };
}

export function isSame(a: Standing, b: Standing): boolean {
  return Object.keys(difference(a, b).before).length === 0;
}

/** In values that can be compared and stored. */
function plain(standing: Standing): Record<string, unknown> {
  return { ...standingOf(standing), banned_until: standing.banned_until?.toISOString() ?? null };
}

/** @throws AppError 403: somebody else has to decide about an admin */
export function requireOther(admin: { id: number }, target: Target): void {
  if (admin.id === target.id) throw forbidden('You cannot do this to your own account.', 'own-account');
}

/** @throws AppError 403 for the root admin, without whom nobody could be left to undo a mistake */
export function requireNotRoot(target: Target): void {
  if (target.is_root_admin) throw forbidden('The root admin cannot be banned, deleted or demoted.', 'root-admin');
}
