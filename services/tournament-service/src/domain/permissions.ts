import type { playApi, tournamentsApi } from '@gym/contracts';
import { forbidden } from '@gym/service-kit/errors';

/** Somebody and what they are in one tournament. */
export interface Standing {
  id: number;
  /** Trainers and admins. */
  isStaff: boolean;
  isAdmin: boolean;
  role: tournamentsApi.StaffRole | undefined;
  /** Of a referee who is one of some courts only; null: of all. */
  courts: string[] | null;
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

/** @param court where the match was called to. @throws AppError 403 for referees of other courts */
export function requireCourt({ isStaff, courts }: Standing, court: string | undefined): void {
  if (isStaff || courts === null) return;
  const same = (one: string): boolean => one.toLowerCase() === court?.toLowerCase();
  if (courts.some(same)) return;
  throw forbidden(`You are a referee of these courts only: ${courts.join(', ')}.`, 'not-your-court');
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

/** Of those who may decide about a match. @throws AppError 403 */
export function requirePlayer(who: Standing, command: playApi.PlayCommand['type']): void {
  if (who.isStaff || ofReferees.has(command)) return;
  throw forbidden('Only staff may do this.', 'not-staff');
}

/** One's own entry, or anybody's for staff. @throws AppError 403 */
export function requireOwnEntry({ user_id }: { user_id: number | null }, who: Pick<Standing, 'id' | 'isStaff'>): void {
  if (who.isStaff || user_id === who.id) return;
  throw forbidden('This is the entry of somebody else.', 'not-your-entry');
}
