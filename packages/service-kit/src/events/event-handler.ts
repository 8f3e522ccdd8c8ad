import type { CloudEvent, EventTopic, EventType } from '@gym/contracts';
import type { Transaction } from '../database.js';
import type { NewEvent } from './outbox.js';

/** What a consumer does with one type of event. */
export interface EventHandler {
  topic: EventTopic;
  type: string;
  /**
   * Runs in the transaction that moves the consumer's position: effect and position change together or not at all.
   * @returns what this service has to say about it, for its own outbox
   */
  handle(tx: Transaction, event: CloudEvent): Promise<NewEvent[]>;
}

/** Binds a handler to an event type; the payload is validated before the handler sees it. */
export function onEvent<Payload>(
  type: EventType<Payload>,
  handle: (tx: Transaction, payload: Payload, event: CloudEvent) => Promise<NewEvent[] | void>,
): EventHandler {
  return {
    topic: type.topic,
    type: type.type,
    handle: async (tx, event) => (await handle(tx, type.payload.parse(event.data.payload), event)) ?? [],
  };
}
