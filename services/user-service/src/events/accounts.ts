import { accountEvents, userEvents } from '@gym/contracts';
import { newEvent, onEvent, type EventHandler } from '@gym/service-kit';
import { confirmAccountDeleted, undoDeletion } from '../deletion.js';
import { wasDeleted } from '../store/deleted-users.js';
import { insertUser } from '../store/users.js';

/** Every account of auth-service gets a profile; and what became of the accounts of deleted users. */
export const accountHandlers: EventHandler[] = [
  onEvent(accountEvents.accountRegistered, async (tx, { user_id, ...user }) => {
    const isNew = await insertUser(tx, { id: user_id, ...user });
    if (isNew) return [newEvent(userEvents.profileCreated, user_id, { user_id, full_name: user.full_name })];
    const isDeleted = await wasDeleted(tx, user_id);
    return isDeleted ? [newEvent(userEvents.profileRefused, user_id, { user_id, reason: 'deleted' })] : [];
  }),
  onEvent(accountEvents.accountDeleted, (tx, { user_id }) => confirmAccountDeleted(tx, user_id)),
  onEvent(accountEvents.accountDeletionRefused, (tx, { user_id, reason }) => undoDeletion(tx, user_id, reason)),
];
