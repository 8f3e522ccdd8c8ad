import type { Role } from '@gym/contracts';
import { forbidden } from '@gym/service-kit/errors';

export interface Standing {
  is_active: boolean;
  is_approved: boolean;
  is_banned: boolean;
  /** Why an admin refused the approval. */
  rejection_reason: string | null;
}

/** Nobody becomes an admin by asking; old clients that ask get an ordinary account. */
export function grantedRole(requested: Role): Role {
  return requested === 'admin' ? 'member' : requested;
}

/** Trainers wait until an admin has looked at them. */
export function isApprovedAtOnce(role: Role): boolean {
  return role !== 'trainer';
}

export function isInGoodStanding(standing: Standing): boolean {
  return standing.is_active && standing.is_approved && !standing.is_banned;
}

/** @throws AppError 403 with the reason why this account may do nothing at present */
export function requireGoodStanding(standing: Standing): void {
  if (standing.is_banned) throw forbidden('This account is banned.', 'banned');
  if (!standing.is_active) throw forbidden('This account is inactive.', 'inactive');
  if (!standing.is_approved && standing.rejection_reason !== null) {
    throw forbidden(`This account was not approved: ${standing.rejection_reason}`, 'rejected');
  }
  if (!standing.is_approved) throw forbidden('This account is pending approval by an admin.', 'pending-approval');
}
