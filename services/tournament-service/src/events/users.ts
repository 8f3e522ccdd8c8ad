import { tournamentEvents, userEvents } from '@gym/contracts';
import { newEvent, onEvent, type EventHandler, type Transaction } from '@gym/service-kit';
import { forgetUser } from '../forget-user.js';
import { deleteAddress } from '../store/calendar-addresses.js';

/** Who may not log in reads no calendar either; they make another address when they may again. */
const endAddress = (tx: Transaction, { user_id }: { user_id: number }): Promise<void> => deleteAddress(tx, user_id);

export const userHandlers: EventHandler[] = [
  onEvent(userEvents.userBanned, endAddress),
  onEvent(userEvents.userRejected, endAddress),
  onEvent(userEvents.userDeleted, endAddress),
  onEvent(userEvents.userForgotten, async (tx, { user_id }) => {
    const events = await forgetUser(tx, user_id);
    return [...events, newEvent(tournamentEvents.entrantForgotten, `user-${user_id}`, { user_id })];
  }),
];
