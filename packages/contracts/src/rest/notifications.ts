import { z } from 'zod';
import { id, line } from '../fields.js';
import { frameTopic } from '../frames.js';

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

/** `seq` of the frame that told of it: microseconds since 1970, so the newest has the highest. */
const notificationId = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const notificationIdText = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'must be a positive whole number')
  .transform(Number)
  .refine(Number.isSafeInteger, 'is larger than any id');

/** Something that concerns one person (`topic` is `user:<id>`) or everybody (`broadcast`), as its frame said it. */
export const notification = z
  .object({
    id: notificationId,
    topic: frameTopic,
    event: z.string(),
    data: z.unknown(),
    time: z.string(),
    is_read: z.boolean(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notification>;

/** `cursor` is `next_cursor` of the page before: the id of its last notification. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: notificationIdText.optional(),
  unread: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
});
const unreadCount = z.int().min(0);
export const page = z
  .object({ items: z.array(notification), next_cursor: z.string().nullable(), unread_count: unreadCount })
  .meta({ id: 'NotificationPage' });

export const notificationParams = z.object({ id: notificationIdText });
/** `up_to`: only that one and older ones, so that nothing is read that nobody has seen. */
export const readAll = z.object({ up_to: notificationId.optional() }).meta({ id: 'ReadAll' });
/** What was read by this request, and what is left. */
export const reading = z
  .object({ ids: z.array(notificationId), unread_count: unreadCount })
  .meta({ id: 'NotificationReading' });
export type Reading = z.infer<typeof reading>;

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
  .object({
    ticket: z.string(),
    url: z.string().describe('of the WebSocket'),
    stream_url: z.string().describe('of the same as a stream of events, for EventSource'),
    expires_in: z.int().describe('seconds'),
  })
  .meta({ id: 'Ticket' });

/** Topics are separated by commas; without them a stream has what is for its holder, or what the ticket names. */
export const streamQuery = z.object({
  ticket: z.string().min(1).max(100),
  topics: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(frameTopic).min(1).max(100))
    .optional(),
});
