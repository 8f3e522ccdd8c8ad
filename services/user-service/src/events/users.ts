import { userEvents } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import type { UserRow } from '../store/users.js';

/** Each says the whole standing after the change, so that a consumer needs only the latest one. */
function standingOf({ id, version, role, is_approved, is_banned }: UserRow): userEvents.UserStanding {
  return { user_id: id, version, role, is_approved, is_banned };
}

export function approvedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userApproved, user.id, standingOf(user));
}

export function bannedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userBanned, user.id, { ...standingOf(user), reason: user.ban_reason });
}

export function unbannedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userUnbanned, user.id, standingOf(user));
}

export function restoredEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userRestored, user.id, standingOf(user));
}

/** @param user the row as it was before it was deleted */
export function deletedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userDeleted, user.id, { user_id: user.id, version: user.version + 1 });
}
