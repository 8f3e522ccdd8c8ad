import { userEvents } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import type { UserRow } from '../store/users.js';

type Standing = Omit<UserRow, 'status'>;

/** Each says the whole standing after the change, so that a consumer needs only the latest one. */
function standingOf(user: Standing): userEvents.UserStanding {
  const { id, version, role, is_approved, is_banned, rejection_reason } = user;
  return { user_id: id, version, role, is_approved, is_banned, rejection_reason };
}

export function approvedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userApproved, user.id, standingOf(user));
}

export function rejectedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userRejected, user.id, { ...standingOf(user), reason: user.rejection_reason ?? '' });
}

export function bannedEvent(user: UserRow): NewEvent {
  const until = user.banned_until?.toISOString() ?? null;
  return newEvent(userEvents.userBanned, user.id, { ...standingOf(user), reason: user.ban_reason, until });
}

export function unbannedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userUnbanned, user.id, standingOf(user));
}

export function roleChangedEvent(user: UserRow, before: UserRow): NewEvent {
  return newEvent(userEvents.userRoleChanged, user.id, { ...standingOf(user), previous_role: before.role });
}

export function profileUpdatedEvent({ id, full_name }: Pick<UserRow, 'id' | 'full_name'>): NewEvent {
  return newEvent(userEvents.profileUpdated, id, { user_id: id, full_name });
}

export function restoredEvent(user: Standing): NewEvent {
  return newEvent(userEvents.userRestored, user.id, standingOf(user));
}

/** @param user the row as it was before it was deleted */
export function deletedEvent(user: UserRow): NewEvent {
  return newEvent(userEvents.userDeleted, user.id, { user_id: user.id, version: user.version + 1 });
}
