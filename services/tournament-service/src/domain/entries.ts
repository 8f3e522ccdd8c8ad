import { badRequest, conflict, forbidden } from '@gym/service-kit/errors';

/** Who acts: staff (trainers and admins) put people in, members ask to be let in. */
export interface Actor {
  id: number;
  isStaff: boolean;
}

export interface Entry {
  name: string;
  /** Null for a guest. */
  user_id: number | null;
  status: 'pending' | 'approved';
}

interface Entrance {
  status: 'setup' | 'active' | 'completed';
  max_participants: number;
  participant_count: number;
}

/** Approved and pending entries of a tournament, so that its lists need no pages. */
const maxEntries = 2048;

/** @throws AppError 409 when the participants are settled */
export function requireSetup({ status }: Pick<Entrance, 'status'>): void {
  if (status !== 'setup')
    throw conflict('The bracket has been drawn, so the participants are settled.', 'already-drawn');
}

/** @throws AppError 400 when there are fewer than `needed` places */
export function requirePlaces({ max_participants, participant_count }: Entrance, needed: number): void {
  const free = max_participants - participant_count;
  if (free >= needed) return;
  const left = free === 0 ? 'The tournament is full.' : `Only ${free} of ${max_participants} places are left.`;
  throw badRequest(left, 'tournament-full');
}

/** The caller's own entry. */
export function ownEntry({ id, isStaff }: Actor, name: string): Entry {
  return { name, user_id: id, status: isStaff ? 'approved' : 'pending' };
}

/**
 * Staff may name anybody, guests included. A member may name only themself, with or without their id.
 * @throws AppError 403
 */
export function requestedEntries(actor: Actor, requested: { name: string; user_id?: number | undefined }[]): Entry[] {
  if (actor.isStaff) {
    return requested.map(({ name, user_id }) => ({ name, user_id: user_id ?? null, status: 'approved' }));
  }
  const [own] = requested;
  if (requested.length !== 1 || own === undefined || (own.user_id ?? actor.id) !== actor.id) {
    throw forbidden('A member may enter only themself.', 'not-yourself');
  }
  return [ownEntry(actor, own.name)];
}

/**
 * Room for all of the entries. A full tournament refuses requests too, since nobody who is approved leaves it again.
 * @param total the entries that exist
 * @throws AppError 400
 */
export function requireRoom(tournament: Entrance, total: number, entries: Entry[]): void {
  requirePlaces(tournament, entries.length);
  if (total + entries.length > maxEntries) {
    throw badRequest('Too many people have asked for a place in this tournament.', 'too-many-entries');
  }
}

/** Users who are named twice, or are in already. */
export function doubleEntries(present: number[], entries: Entry[]): number[] {
  const seen = new Set(present);
  return entries.flatMap(({ user_id }) => {
    if (user_id === null) return [];
    if (seen.has(user_id)) return [user_id];
    seen.add(user_id);
    return [];
  });
}
