import type { CloudEvent } from '@gym/contracts';
import {
  countHandled,
  createConsumer,
  expectOk,
  eventLogPage,
  inSpanOfEvent,
  type Consumer,
  type Ledger,
  type Logger,
  type Sidecar,
  type Span,
} from '@gym/service-kit';
import { framesOf, type FrameBatch } from '../domain/frames.js';

/** Also declared as subscriptions of every replica. */
export const topics = new Set(['accounts', 'users', 'tournaments'] as const);
/** More than any event has: the answer holds no event, only the number of the last one. */
const beyondAll = Number.MAX_SAFE_INTEGER;

/** @returns when the frames are on their way; never throws */
export type DeliverFrames = (batch: FrameBatch, span?: Span) => Promise<void>;

/**
 * Every replica hears every event by itself (its consumer group is the replica) and tells its own sockets, so frames
 * keep the order of the producers and need no second hop. A replica that starts begins with the present: its sockets
 * are as new as it is.
 */
export function createEventConsumer(deliver: DeliverFrames, sidecar: Sidecar, log: Logger): Consumer {
  const positions = new Map<string, number>();

  async function position(source: string): Promise<number> {
    const known = positions.get(source);
    if (known !== undefined) return known;
    const answer = await sidecar.invoke(source, `/internal/events?after=${beyondAll}&limit=1`);
    const { last_seq } = expectOk(answer, eventLogPage);
    positions.set(source, last_seq);
    return last_seq;
  }

  function show(event: CloudEvent): void {
    try {
      const batch = framesOf(event);
      // Not awaited: slow sockets must not hold up the events.
      void inSpanOfEvent(event, 'send', (span) => deliver(batch, span));
      countHandled(event, 'applied');
    } catch (error) {
      // Nothing to try again: the same event would break the same schema. What others are shown goes on.
      log.error('an event cannot be shown', { type: event.type, event_id: event.id, error });
    }
  }

  const ledger: Ledger = {
    position,
    async apply(source, events) {
      let at = await position(source);
      for (const event of events) {
        if (event.data.seq !== at + 1) continue;
        show(event);
        at += 1;
      }
      positions.set(source, at);
      return at;
    },
    // What was missed is too old to be shown; it goes on with the present.
    placeLost(source) {
      positions.delete(source);
      return Promise.resolve();
    },
  };
  return createConsumer(topics, ledger, sidecar, log);
}
