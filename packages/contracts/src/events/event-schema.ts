import { z } from 'zod';
import { cloudEvent, producerOf, type EventType } from './cloud-event.js';

/** What an event of this type looks like on the wire, envelope included. */
export function wireSchema({ type, topic, payload }: EventType): z.ZodType {
  return cloudEvent.extend({
    source: z.literal(producerOf[topic]),
    type: z.literal(type),
    data: cloudEvent.shape.data.extend({ payload }),
  });
}

/**
 * JSON Schema of an event for consumers in any language. Unknown fields are allowed everywhere, because a later
 * producer may add some.
 */
export function eventSchema(event: EventType, target: 'draft-2020-12' | 'draft-07'): z.core.JSONSchema.BaseSchema {
  const { $schema, ...schema } = z.toJSONSchema(wireSchema(event), { target, io: 'input' });
  return { ...($schema === undefined ? {} : { $schema }), title: event.type, description: event.summary, ...schema };
}
