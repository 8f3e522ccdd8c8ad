import { z } from 'zod';
import { id } from '../fields.js';
import { defineEvent } from './cloud-event.js';

export const messageSent = defineEvent(
  'notifications',
  'gym.message.sent.v1',
  z.object({ user_id: id.nullable(), sender_id: id, event_type: z.string(), message: z.string() }),
  'A message of staff: to one person, or to everybody when `user_id` is null.',
);
