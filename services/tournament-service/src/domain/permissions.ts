import type { playApi, tournamentsApi } from '@gym/contracts';
import { forbidden } from '@gym/service-kit/errors';

/** Somebody and what they are in one tournament. */
export interface Standing {
  id: number;
  /** Trainers and admins. */
  isStaff: boolean;
  isAdmin: boolean;
  role: tournamentsApi.StaffRole | undefined;
}

/** Its maker, its organisers and admins decide what a tournament is. @throws AppError 403 */
export function requireManager({ created_by }: { created_by: number | null }, who: Standing): void {
  if (who.isAdmin || (who.isStaff && (created_by === who.id || who.role === 'organiser'))) return;
  throw forbidden('Only its trainer, its organisers or an admin may do this.', 'not-your-tournament');
}

/** Staff and the referees of the tournament enter results. @throws AppError 403 */
export function requireReferee(who: Standing): void {
  if (who.isStaff || who.role === 'referee') return;
  throw forbidden('Only staff and the referees of this tournament may do this.', 'not-a-referee');
}

/** What referees may do in a draw; everything else is for staff. */
const ofReferees: ReadonlySet<playApi.PlayCommand['type']> = new Set([
  'start',
  'report',
  'walkover',
  'no-show',
  'clear',
  'score',
  'clear-score',
]);

/** @throws AppError 403 */
export function requirePlayer(who: Standing, command: playApi.PlayCommand['type']): void {
  requireReferee(who);
  if (who.isStaff || ofReferees.has(command)) return;
  throw forbidden('Only staff may do this.', 'not-staff');
}

/** One's own entry, or anybody's for staff. @throws AppError 403 */
export function requireOwnEntry({ user_id }: { user_id: number | null }, who: Pick<Standing, 'id' | 'isStaff'>): void {
  if (who.isStaff || user_id === who.id) return;
  throw forbidden('This is the entry of somebody else.', 'not-your-entry');
}
