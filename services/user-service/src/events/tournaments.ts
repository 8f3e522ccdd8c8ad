import { tournamentEvents } from '@gym/contracts';
import { onEvent, type EventHandler } from '@gym/service-kit';
import { confirmEntrantForgotten } from '../deletion.js';

export const tournamentHandlers: EventHandler[] = [
  onEvent(tournamentEvents.entrantForgotten, (tx, { user_id }) => confirmEntrantForgotten(tx, user_id)),
];
