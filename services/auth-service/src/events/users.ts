import { userEvents } from '@gym/contracts';
import { onEvent, type EventHandler } from '@gym/service-kit';
import { applyStanding, deleteAccount } from '../store/users.js';

/** user-service decides about standing; this keeps what a login needs of it. */
export const userHandlers: EventHandler[] = [
  onEvent(userEvents.userApproved, applyStanding),
  onEvent(userEvents.userBanned, applyStanding),
  onEvent(userEvents.userUnbanned, applyStanding),
  onEvent(userEvents.userDeleted, (tx, { user_id }) => deleteAccount(tx, user_id)),
];
