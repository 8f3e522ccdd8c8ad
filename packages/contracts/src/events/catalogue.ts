import * as accounts from './accounts.js';
import type { EventTopic, EventType } from './cloud-event.js';
import * as notifications from './notifications.js';
import * as tournaments from './tournaments.js';
import * as users from './users.js';

const modules = { accounts, users, tournaments, notifications } satisfies Record<EventTopic, object>;

/** Every event type of the platform, by name. It is what the modules export, so none can be forgotten. */
export const eventTypes: readonly EventType[] = Object.values(modules)
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isEventType)
  .toSorted((a, b) => (a.type < b.type ? -1 : 1));

function isEventType(value: unknown): value is EventType {
  return typeof value === 'object' && value !== null && 'topic' in value && 'payload' in value && 'type' in value;
}
