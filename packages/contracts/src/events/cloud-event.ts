import { z } from 'zod';

export const eventTopic = z.enum(['accounts', 'users', 'tournaments', 'notifications']);
export type EventTopic = z.infer<typeof eventTopic>;

/** Who publishes on a topic: exactly one service, so that its numbers order all of the topic. */
export const producerOf = {
  accounts: 'auth-service',
  users: 'user-service',
  tournaments: 'tournament-service',
  notifications: 'notification-service',
} as const satisfies Record<EventTopic, string>;

/** CloudEvents 1.0 as it travels on Dapr pub/sub. `data.seq` is gap-free per producer, in commit order. */
export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  traceparent: z.string().optional(),
  data: z.object({ seq: z.int().min(1), payload: z.unknown() }),
});
export type CloudEvent = z.infer<typeof cloudEvent>;

/** A kind of event: its name, where it travels, and what its payload is. */
export interface EventType<Payload = unknown> {
  readonly type: string;
  readonly topic: EventTopic;
  readonly payload: z.ZodType<Payload>;
  /** One sentence for the catalogue. */
  readonly summary: string;
}

/** Declares an event type. A change that old consumers cannot read is a new type with the next version in its name. */
export function defineEvent<Payload>(
  topic: EventTopic,
  type: string,
  payload: z.ZodType<Payload>,
  summary: string,
): EventType<Payload> {
  return { topic, type, payload, summary };
}
