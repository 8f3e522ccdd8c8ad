import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '@gym/contracts';
import { continuing, type Ledger, type Logger } from '@gym/service-kit';
import { addEvent, noEntries, type Entries } from '../domain/entries.js';
import { framesOf } from '../domain/frames.js';
import type { EventPlaces } from '../store/event-places.js';
import type { NotificationLists } from '../store/notification-lists.js';

/** How often a replica looks whether the other one is through with the same events. */
const pollMs = 50;

/**
 * Keeps what people are told of the events of others. The effects are there before the position moves on: whoever is
 * interrupted, also by a store that is away, begins the same events again, and finds what is there already.
 */
export function createKeepingLedger(lists: Pick<NotificationLists, 'keep'>, places: EventPlaces, log: Logger): Ledger {
  /** An event that cannot be used would fail for ever; the rest of it is logged where it should have been shown. */
  function entriesOf(events: CloudEvent[]): Entries {
    const entries = noEntries();
    for (const event of events) {
      try {
        addEvent(entries, event, framesOf(event));
      } catch (error) {
        log.warn('of an event nothing is kept', { type: event.type, event_id: event.id, error });
      }
    }
    return entries;
  }

  return {
    position: async (source) => (await places.read(source)).seq,
    async apply(source, events) {
      for (;;) {
        const place = await places.read(source);
        const fresh = continuing(place.seq, events);
        const last = fresh.at(-1);
        if (last === undefined) return place.seq;
        if (await places.claim(source, place)) {
          await lists.keep(entriesOf(fresh));
          return await places.moveOn(source, last.data.seq);
        }
        await pause(pollMs);
      }
    },
    placeLost: (source) => places.reset(source),
  };
}
