import { userEvents, type CloudEvent } from '@gym/contracts';
import type { FrameBatch } from './frames.js';
import type { Entry } from './notification-list.js';

/** What is to be kept of some events. */
export interface Entries {
  readonly own: Map<number, Entry[]>;
  /** Who has just come, with the id of their welcome. */
  readonly joined: Map<number, number>;
  readonly shared: Entry[];
  readonly forgotten: Set<number>;
}

export function noEntries(): Entries {
  return { own: new Map(), joined: new Map(), shared: [], forgotten: new Set() };
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

/** Adds what an event leaves: what it told, who came, and who went. @throws ZodError for a payload that breaks its schema */
export function addEvent(entries: Entries, { id, type, data }: CloudEvent, batch: FrameBatch): void {
  addFrames(entries, id, batch);
  const { profileCreated, userForgotten } = userEvents;
  const [welcome] = batch.frames;
  if (type === userForgotten.type) entries.forgotten.add(userForgotten.payload.parse(data.payload).user_id);
  // Not by the name of the frame, which staff can give to their messages.
  if (type === profileCreated.type && welcome !== undefined) {
    entries.joined.set(profileCreated.payload.parse(data.payload).user_id, welcome.seq);
  }
}

function append(lists: Map<number, Entry[]>, userId: number, entry: Entry): void {
  const list = lists.get(userId);
  if (list) list.push(entry);
  else lists.set(userId, [entry]);
}
