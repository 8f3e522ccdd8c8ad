import { z } from 'zod';

/** Names a stream of frames: `user:<id>`, `tournament:<id>`, `broadcast`, `admin`. */
export const frameTopic = z.string().regex(/^((user|tournament):[1-9]\d{0,9}|broadcast|admin)$/);

/** What a socket receives for something that happened. `seq` counts up per topic. */
export const eventFrame = z.object({
  type: z.literal('event'),
  seq: z.int(),
  topic: frameTopic,
  event: z.string(),
  data: z.unknown(),
  time: z.string(),
});
export type EventFrame = z.infer<typeof eventFrame>;

export const helloFrame = z.object({ type: z.literal('hello'), session: z.string(), heartbeat_s: z.int() });
export const resyncFrame = z.object({ type: z.literal('resync'), topic: frameTopic });
export const pingFrame = z.object({ type: z.literal('ping') });
export const subscribedFrame = z.object({ type: z.literal('subscribed'), topics: z.array(frameTopic) });
export const refusedFrame = z.object({
  type: z.literal('error'),
  detail: z.string(),
  topics: z.array(z.string()).optional(),
});
export const serverFrame = z.discriminatedUnion('type', [
  eventFrame,
  helloFrame,
  resyncFrame,
  pingFrame,
  subscribedFrame,
  refusedFrame,
]);
export type ServerFrame = z.infer<typeof serverFrame>;

/** What a client may send. Anything else is answered with an `error` frame. */
export const clientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    topics: z.array(frameTopic).min(1).max(100),
    after: z.record(z.string(), z.int()).optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), topics: z.array(frameTopic).min(1).max(100) }),
  z.object({ type: z.literal('pong') }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

/** Close codes of contract section 5. */
export const closeCode = { newTicket: 4401, notAllowed: 4403, tooSlow: 4008, restarting: 1012 } as const;
