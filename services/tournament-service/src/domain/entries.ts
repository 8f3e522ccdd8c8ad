import type { tournamentsApi } from '@gym/contracts';
import { badRequest, conflict, forbidden } from '@gym/service-kit/errors';
import { takePlace, type Places } from './places.js';

/** Who acts: staff (trainers and admins) put people in, members ask to be let in. */
export interface Actor {
  id: number;
  isStaff: boolean;
}

/** What somebody asks for. */
export type Requested = Omit<tournamentsApi.Joining, 'roster'> & {
  user_id?: number | undefined;
  roster?: tournamentsApi.RosterMember[] | undefined;
  planned_seed?: number | undefined;
};

export interface Entry extends Requested {
  /** Undefined for a guest. */
  user_id: number | undefined;
}

/** Approved, pending and waiting entries of a tournament. */
export const maxEntries = 10_000;

/** @throws AppError 409 when the participants are settled */
export function requireSetup({ status, phase }: { status: string; phase: tournamentsApi.Phase }): void {
  requireNotCancelled({ phase });
  if (status !== 'setup')
    throw conflict('The bracket has been drawn, so the participants are settled.', 'already-drawn');
}

/**
 * Before the draw anybody may enter; after it staff may let somebody in late, if they say so.
 * @throws AppError 409
 */
export function requireEntering(
  tournament: { status: string; phase: tournamentsApi.Phase },
  { isLate, isStaff }: { isLate: boolean; isStaff: boolean },
): void {
  if (isLate && isStaff && tournament.phase === 'running') return;
  requireSetup(tournament);
}

/** @throws AppError 409 */
export function requireNotCancelled({ phase }: { phase: tournamentsApi.Phase }): void {
  if (phase === 'cancelled') throw conflict('The tournament was cancelled.', 'tournament-cancelled');
}

/** @throws AppError 409 when there is nothing left to take part in */
export function requireNotOver({ phase }: { phase: tournamentsApi.Phase }): void {
  requireNotCancelled({ phase });
  if (phase === 'completed') throw conflict('The tournament is over.', 'tournament-completed');
}

/**
 * Staff may name anybody, guests included. A member may name only themself, with or without their id.
 * @throws AppError 403
 */
export function requestedEntries(actor: Actor, requested: Requested[]): Entry[] {
  if (actor.isStaff) return requested.map((entry): Entry => Object.assign({ user_id: undefined }, entry));
  const [own] = requested;
  if (requested.length !== 1 || own === undefined || (own.user_id ?? actor.id) !== actor.id) {
    throw forbidden('A member may enter only themself.', 'not-yourself');
  }
  return [{ ...own, user_id: actor.id }];
}

/** @throws AppError 400 @param total the entries that exist */
export function requireRoom(total: number, more: number): void {
  if (total + more <= maxEntries) return;
  throw badRequest('Too many people have asked for a place in this tournament.', 'too-many-entries');
}

interface Rules {
  approval: 'manual' | 'automatic';
  waiting_list: boolean;
  max_participants: number;
}

/**
 * What an entry becomes: approved where there is a place, else it waits, where there is a waiting list. Without one a
 * full tournament refuses requests too.
 * @param places what is free; an entry that is approved takes one of them
 * @throws AppError 400 when there is neither a place nor a waiting list
 */
export function standingOf(
  rules: Rules,
  places: Places,
  { isStaff }: Pick<Actor, 'isStaff'>,
  category_id: number | null,
): 'pending' | 'approved' | 'waitlisted' {
  if (!isStaff && rules.approval === 'manual') {
    const inCategory = category_id === null ? 1 : (places.categories.get(category_id) ?? 1);
    if (rules.waiting_list || (places.free > 0 && inCategory > 0)) return 'pending';
    throw full(rules);
  }
  return placeOrLine(rules, places, category_id);
}

/** @throws AppError 400 when there is neither a place nor a waiting list */
export function placeOrLine(
  rules: Omit<Rules, 'approval'>,
  places: Places,
  category_id: number | null,
): 'approved' | 'waitlisted' {
  if (takePlace(places, category_id)) return 'approved';
  if (rules.waiting_list) return 'waitlisted';
  throw full(rules);
}

function full({ max_participants }: Pick<Rules, 'max_participants'>): Error {
  return badRequest(`The tournament is full: all of the ${max_participants} places are taken.`, 'tournament-full');
}

/**
 * Users who are named twice, or are in already, or may not come back by themselves.
 * @param present what the users of the entries are in the tournament; who has left may enter again
 */
export function doubleEntries(
  present: { user_id: number; status: tournamentsApi.EntryStatus }[],
  entries: { user_id: number | undefined }[],
  { isStaff }: Pick<Actor, 'isStaff'>,
): number[] {
  const back: ReadonlySet<tournamentsApi.EntryStatus> = new Set(
    isStaff ? ['rejected', 'withdrawn', 'dropped', 'disqualified'] : ['withdrawn', 'dropped'],
  );
  const seen = new Set(present.filter(({ status }) => !back.has(status)).map(({ user_id }) => user_id));
  return entries.flatMap(({ user_id }) => {
    if (user_id === undefined) return [];
    if (seen.has(user_id)) return [user_id];
    seen.add(user_id);
    return [];
  });
}
