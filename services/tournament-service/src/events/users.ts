import { userEvents } from '@gym/contracts';
import { onEvent, type EventHandler } from '@gym/service-kit';
import { forgetUser } from '../store/participants.js';

export const userHandlers: EventHandler[] = [
  onEvent(userEvents.userDeleted, (tx, { user_id }) => forgetUser(tx, user_id)),
];
