import { userEvents, type CloudEvent } from '@gym/contracts';
import type { FrameBatch } from './frames.js';
import type { Entry } from './notification-list.js';

/** What is to be kept of some events. */
export interface Entries {
  readonly own: Map<number, Entry[]>;
  readonly shared: Entry[];
  readonly forgotten: Set<number>;
}

export function noEntries(): Entries {
  return { own: new Map(), shared: [], forgotten: new Set() };
}

/** Adds what was told to persons and to everybody. Tournaments and admins have lists of their own. */
export function addFrames({ own, shared }: Entries, eventId: string, { frames }: FrameBatch): void {
  for (const { seq, topic, event, data, time } of frames) {
    const entry = { id: seq, event_id: eventId, event, data, time };
    const userId = /^user:(\d+)$/.exec(topic)?.[1];
    if (topic === 'broadcast') shared.push(entry);
    else if (userId !== undefined) append(own, Number(userId), entry);
  }
}

/** Adds whom nobody may keep any longer. @throws ZodError for a payload that breaks its schema */
export function addForgotten({ forgotten }: Entries, { type, data }: CloudEvent): void {
  const { userForgotten } = userEvents;
  if (type === userForgotten.type) forgotten.add(userForgotten.payload.parse(data.payload).user_id);
}

function append(lists: Map<number, Entry[]>, userId: number, entry: Entry): void {
  const list = lists.get(userId);
  if (list) list.push(entry);
  else lists.set(userId, [entry]);
}
