import { z } from 'zod';
import { id, line } from '../fields.js';

const text = line(2000);
const eventType = z
  .string()
  .regex(/^[a-z0-9_.-]{1,64}$/i, 'may have letters, digits, dot, dash and underscore, at most 64')
  .default('notification');

export const personalMessage = z
  .object({ message: text, event_type: eventType, user_id: id.optional() })
  .meta({ id: 'PersonalMessage' });
export const broadcastMessage = z.object({ message: text, event_type: eventType }).meta({ id: 'BroadcastMessage' });

export const sent = z.object({ detail: z.string() }).meta({ id: 'Sent' });

/** What a spectator without a login asks for; people with a token send no topics. */
export const ticketRequest = z
  .object({
    topics: z
      .array(z.string().regex(/^tournament:[1-9]\d{0,9}$/))
      .min(1)
      .max(20)
      .optional(),
  })
  .meta({ id: 'TicketRequest' });
export const ticket = z
  .object({ ticket: z.string(), url: z.string(), expires_in: z.int().describe('seconds') })
  .meta({ id: 'Ticket' });
