import type { FieldFault } from '@gym/service-kit/errors';
import type { Document } from './labels.js';

/** Places in the schedule that the database would refuse: two matches on one court at once. */
export function* scheduleFaults({ schedule }: Document): Generator<FieldFault> {
  const places = schedule.slots.map((slot, index) => ({
    index,
    court: slot.court,
    from: Date.parse(slot.starts_at),
    until: Date.parse(slot.ends_at),
    hasBegun: slot.started_at !== null || slot.finished_at !== null,
  }));
  for (const { index, from, until } of places) {
    if (from >= until) yield { pointer: pointerTo(index, 'ends_at'), message: 'must be after starts_at' };
  }
  const planned = places.filter(({ hasBegun }) => !hasBegun);
  const ordered = planned.toSorted((a, b) => a.court - b.court || a.from - b.from);
  let last: (typeof ordered)[number] | undefined;
  for (const place of ordered) {
    if (last?.court === place.court && place.from < last.until) {
      yield {
        pointer: pointerTo(place.index, 'starts_at'),
        message: 'is before the end of another match on that court',
      };
    }
    if (last?.court !== place.court || place.until > last.until) last = place;
  }
}

const pointerTo = (index: number, field: string): string => `#/document/schedule/slots/${index}/${field}`;
