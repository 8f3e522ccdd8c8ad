import type { CloudEvent, EventTopic } from '@gym/contracts';
import type { Logger } from '../logger.js';
import { countHandled } from '../metrics/event-metrics.js';
import type { Sidecar } from '../sidecar.js';
import { createConsumer, type Consumer } from './consumer.js';
import { askExtent } from './event-log.js';
import type { Ledger } from './feed.js';

export interface LiveListener {
  /** One event, in the order of its producer, once. What it throws is logged, and the next event follows. */
  hear(event: CloudEvent): void;
  /** From here on everything is heard; whatever the producer said before, at the start or in a gap too old, is not. */
  begin?(source: string): void;
}

/**
 * Hears events in a replica that keeps nothing: its consumer group is the replica itself, and it begins with the
 * present. What the broker keeps from it is pulled; when even the producer no longer has it, it begins again.
 */
export function createLiveConsumer(
  topics: Set<EventTopic>,
  listener: LiveListener,
  sidecar: Sidecar,
  log: Logger,
): Consumer {
  const present = async (source: string): Promise<number> => (await askExtent(sidecar, source)).last_seq;
  return createConsumer(topics, createLiveLedger(listener, present, log), sidecar, log);
}

/** @param present asks a producer for the number of its last event */
export function createLiveLedger(
  listener: LiveListener,
  present: (source: string) => Promise<number>,
  log: Logger,
): Ledger {
  const positions = new Map<string, number>();

  async function position(source: string): Promise<number> {
    const known = positions.get(source);
    if (known !== undefined) return known;
    const last = await present(source);
    positions.set(source, last);
    listener.begin?.(source);
    return last;
  }

  function hear(event: CloudEvent): void {
    try {
      listener.hear(event);
      countHandled(event, 'applied');
    } catch (error) {
      // Nothing to try again: the same event would fail in the same way.
      log.error('an event cannot be used', { type: event.type, event_id: event.id, error });
    }
  }

  return {
    position,
    async apply(source, events) {
      let at = await position(source);
      for (const event of events) {
        if (event.data.seq !== at + 1) continue;
        hear(event);
        at += 1;
      }
      positions.set(source, at);
      return at;
    },
    placeLost(source) {
      positions.delete(source);
      return Promise.resolve();
    },
  };
}
