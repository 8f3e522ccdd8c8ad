import { accountEvents, userEvents } from '@gym/contracts';
import { newEvent, onEvent, type EventHandler, type NewEvent, type Transaction } from '@gym/service-kit';
import { completeRegistration, undoRegistration } from '../registration.js';
import { endSessions } from '../sessions.js';
import { applyStanding, deleteAccount, findAccount, saveName } from '../store/users.js';

/** user-service decides about standing; this keeps what a login needs of it. */
export const userHandlers: EventHandler[] = [
  onEvent(userEvents.userApproved, takeOver),
  onEvent(userEvents.userRejected, takeOver),
  onEvent(userEvents.userBanned, takeOver),
  onEvent(userEvents.userUnbanned, takeOver),
  onEvent(userEvents.userRoleChanged, takeOver),
  onEvent(userEvents.userRestored, takeOver),
  onEvent(userEvents.profileUpdated, (tx, { user_id, full_name }) => saveName(tx, user_id, full_name)),
  onEvent(userEvents.profileCreated, (tx, { user_id }) => completeRegistration(tx, user_id)),
  onEvent(userEvents.profileRefused, (tx, { user_id }) => undoRegistration(tx, user_id)),
  onEvent(userEvents.userDeleted, (tx, { user_id }) => removeAccount(tx, user_id)),
];

/** Who may do nothing any longer has no sessions either; a new role shows in the next access token. */
async function takeOver(tx: Transaction, standing: userEvents.UserStanding): Promise<NewEvent[]> {
  const applied = await applyStanding(tx, standing);
  const isOut = standing.is_banned || !standing.is_approved;
  return applied && isOut ? endSessions(tx, standing.user_id, standing.is_banned ? 'banned' : 'rejected') : [];
}

/** The second step of a deletion. Says what came of it, also when there was nothing left to remove. */
async function removeAccount(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const account = await findAccount(tx, userId);
  if (account?.is_root_admin === true) {
    return [newEvent(accountEvents.accountDeletionRefused, userId, { user_id: userId, reason: 'root-admin' })];
  }
  const ended = await endSessions(tx, userId, 'deleted');
  await deleteAccount(tx, userId);
  return [...ended, newEvent(accountEvents.accountDeleted, userId, { user_id: userId })];
}
