import { userEvents } from '@gym/contracts';
import { newEvent, type NewEvent, type Queryable, type Snapshot } from '@gym/service-kit';
import { listDeletedUsers } from '../store/deleted-users.js';
import { listUsers, type UserRow } from '../store/users.js';
import { approvedEvent, bannedEvent, rejectedEvent, unbannedEvent } from './users.js';

/** Nothing comes after a deletion: no version of a standing may be higher. */
const finalVersion = 2_147_483_647;

/**
 * How everybody stands, then who is gone. The key says which of the two lists goes on behind which id; in this order
 * nobody who is deleted meanwhile is missed.
 */
export const usersSnapshot: Snapshot = async (db, after, limit) => {
  const [, list = 'present', id = '0'] = /^(present|deleted)-(\d+)$/.exec(after ?? '') ?? [];
  return list === 'present' ? presentPage(db, Number(id), limit) : deletedPage(db, Number(id), limit);
};

async function presentPage(db: Queryable, after: number, limit: number): ReturnType<Snapshot> {
  const users = await listUsers(db, after, limit);
  const last = users.at(-1);
  const next = users.length === limit && last !== undefined ? `present-${last.id}` : 'deleted-0';
  return { events: users.flatMap((user) => [createdEvent(user), standingEvent(user)]), next };
}

async function deletedPage(db: Queryable, after: number, limit: number): ReturnType<Snapshot> {
  const users = await listDeletedUsers(db, after, limit);
  const last = users.at(-1);
  const next = users.length === limit && last !== undefined ? `deleted-${last.id}` : null;
  const events = users.flatMap(({ id, is_final }) => {
    const deleted = newEvent(userEvents.userDeleted, id, { user_id: id, version: finalVersion });
    return is_final ? [deleted, newEvent(userEvents.userForgotten, id, { user_id: id })] : [deleted];
  });
  return { events, next };
}

function createdEvent({ id, full_name }: UserRow): NewEvent {
  return newEvent(userEvents.profileCreated, id, { user_id: id, full_name });
}

/** The event that could have led to this standing; each says all of it. */
function standingEvent(user: UserRow): NewEvent {
  if (user.is_banned) return bannedEvent(user);
  if (user.is_approved) return approvedEvent(user);
  return user.rejection_reason === null ? unbannedEvent(user) : rejectedEvent(user);
}
