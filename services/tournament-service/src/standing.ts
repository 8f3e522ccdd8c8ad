import { hasRole, type Caller, type Queryable } from '@gym/service-kit';
import type { Standing } from './domain/permissions.js';
import { findRole } from './store/staff.js';

/** What the caller is in a tournament. */
export async function standingIn(db: Queryable, tournamentId: number, caller: Caller): Promise<Standing> {
  const [isStaff, isAdmin] = [hasRole(caller, 'trainer'), hasRole(caller, 'admin')];
  const role = isAdmin ? undefined : await findRole(db, tournamentId, caller.id);
  return { id: caller.id, isStaff, isAdmin, role };
}
