import { accountEvents, userEvents } from '@gym/contracts';
import { newEvent, onEvent, type EventHandler, type NewEvent, type Transaction } from '@gym/service-kit';
import { completeRegistration, undoRegistration } from '../registration.js';
import { applyStanding, deleteAccount, findAccount } from '../store/users.js';

/** user-service decides about standing; this keeps what a login needs of it. */
export const userHandlers: EventHandler[] = [
  onEvent(userEvents.userApproved, applyStanding),
  onEvent(userEvents.userBanned, applyStanding),
  onEvent(userEvents.userUnbanned, applyStanding),
  onEvent(userEvents.userRestored, applyStanding),
  onEvent(userEvents.profileCreated, (tx, { user_id }) => completeRegistration(tx, user_id)),
  onEvent(userEvents.profileRefused, (tx, { user_id }) => undoRegistration(tx, user_id)),
  onEvent(userEvents.userDeleted, (tx, { user_id }) => removeAccount(tx, user_id)),
];

/** The second step of a deletion. Says what came of it, also when there was nothing left to remove. */
async function removeAccount(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const account = await findAccount(tx, userId);
  if (account?.is_root_admin === true) {
    return [newEvent(accountEvents.accountDeletionRefused, userId, { user_id: userId, reason: 'root-admin' })];
  }
  await deleteAccount(tx, userId);
  return [newEvent(accountEvents.accountDeleted, userId, { user_id: userId })];
}
