import { accountEvents } from '@gym/contracts';
import { onEvent, type EventHandler } from '@gym/service-kit';
import { insertUser } from '../store/users.js';

/** Every account of auth-service gets a profile. */
export const accountHandlers: EventHandler[] = [
  onEvent(accountEvents.accountRegistered, (tx, { user_id, ...user }) => insertUser(tx, { id: user_id, ...user })),
];
