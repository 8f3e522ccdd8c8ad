import { forbidden } from '@gym/service-kit/errors';

/** What admins decide about a user. */
export interface Standing {
  is_approved: boolean;
  is_banned: boolean;
  ban_reason: string | null;
}

interface Target {
  id: number;
  is_root_admin: boolean;
}

export function approve(standing: Standing): Standing {
  return { ...standing, is_approved: true };
}

/** Banning again without a reason keeps the one that is known. */
export function ban(standing: Standing, reason: string | undefined): Standing {
  return { ...standing, is_banned: true, ban_reason: reason ?? standing.ban_reason };
}

export function unban(standing: Standing): Standing {
  return { ...standing, is_banned: false, ban_reason: null };
}

export function isSame(a: Standing, b: Standing): boolean {
  return a.is_approved === b.is_approved && a.is_banned === b.is_banned && a.ban_reason === b.ban_reason;
}

/** @throws AppError 403: somebody else has to decide about an admin */
export function requireOther(admin: { id: number }, target: Target): void {
  if (admin.id === target.id) throw forbidden('You cannot do this to your own account.', 'own-account');
}

/** @throws AppError 403 for the root admin, without whom nobody could be left to undo a mistake */
export function requireNotRoot(target: Target): void {
  if (target.is_root_admin) throw forbidden('The root admin cannot be banned or deleted.', 'root-admin');
}
