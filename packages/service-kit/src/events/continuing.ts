import type { CloudEvent } from '@gym/contracts';

/** The events right after `position`, up to the first gap. */
export function continuing(position: number, events: CloudEvent[]): CloudEvent[] {
  const fresh: CloudEvent[] = [];
  for (const event of events.toSorted((a, b) => a.data.seq - b.data.seq)) {
    if (event.data.seq === position + fresh.length + 1) fresh.push(event);
  }
  return fresh;
}
