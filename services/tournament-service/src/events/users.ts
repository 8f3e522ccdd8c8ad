import { tournamentEvents, userEvents } from '@gym/contracts';
import { newEvent, onEvent, type EventHandler } from '@gym/service-kit';
import { forgetUser } from '../forget-user.js';

export const userHandlers: EventHandler[] = [
  onEvent(userEvents.userForgotten, async (tx, { user_id }) => {
    const events = await forgetUser(tx, user_id);
    return [...events, newEvent(tournamentEvents.entrantForgotten, `user-${user_id}`, { user_id })];
  }),
];
