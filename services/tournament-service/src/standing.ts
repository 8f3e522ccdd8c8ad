import { hasRole, type Caller, type Queryable } from '@gym/service-kit';
import { requireCourt, requireReferee, type Standing } from './domain/permissions.js';
import { findCall } from './store/calls.js';
import { findRole } from './store/staff.js';

/** What the caller is in a tournament. */
export async function standingIn(db: Queryable, tournamentId: number, caller: Caller): Promise<Standing> {
  const [isStaff, isAdmin] = [hasRole(caller, 'trainer'), hasRole(caller, 'admin')];
  const { role, courts = null } = (isAdmin ? undefined : await findRole(db, tournamentId, caller.id)) ?? {};
  return { id: caller.id, isStaff, isAdmin, role, courts };
}

/**
 * Somebody who may decide about a match, or about a draw where no match is named: staff, and referees of the tournament
 * or of the court it was called to.
 * @throws AppError 403
 */
export async function requireRefereeOf(
  db: Queryable,
  tournamentId: number,
  { caller, matchId }: { caller: Caller; matchId: number | undefined },
): Promise<Standing> {
  const who = await standingIn(db, tournamentId, caller);
  requireReferee(who);
  if (who.isStaff || who.courts === null) return who;
  const call = matchId === undefined ? undefined : await findCall(db, matchId);
  requireCourt(who, call?.court);
  return who;
}
