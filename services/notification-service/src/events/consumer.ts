import type { CloudEvent } from '@gym/contracts';
import {
  createLiveConsumer,
  inSpanOfEvent,
  type Consumer,
  type Logger,
  type Sidecar,
  type Span,
} from '@gym/service-kit';
import { framesOf, type FrameBatch } from '../domain/frames.js';

/** Also declared as subscriptions of every replica. */
export const topics = new Set(['accounts', 'users', 'tournaments'] as const);

/** @returns when the frames are on their way; never throws */
export type DeliverFrames = (batch: FrameBatch, span?: Span) => Promise<void>;

/**
 * Every replica hears every event by itself and tells its own sockets, so frames keep the order of the producers and
 * need no second hop. A replica that starts begins with the present: its sockets are as new as it is. What is kept is
 * another matter: nothing may be missing there, so `keeping` has a place of its own in the events.
 */
export function createEventConsumer(
  deliver: DeliverFrames,
  keeping: Pick<Consumer, 'offer'>,
  sidecar: Sidecar,
  log: Logger,
): Consumer {
  const listener = {
    hear(event: CloudEvent): void {
      keeping.offer(event);
      const batch = framesOf(event);
      // Not awaited: slow sockets must not hold up the events.
      void inSpanOfEvent(event, 'send', (span) => deliver(batch, span));
    },
  };
  return createLiveConsumer(topics, listener, sidecar, log);
}
