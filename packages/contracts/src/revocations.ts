import { z } from 'zod';
import { sessionsEnded } from './events/accounts.js';
import { eventTypes } from './events/catalogue.js';
import type { CloudEvent, EventType } from './events/cloud-event.js';
import { id } from './fields.js';

/** What makes access tokens worthless before they expire: an older standing of their user, or the end of their session. */
export type Revocation = { user_id: number; version: number } | { user_id: number; session_ids: number[] };

const olderStanding = z.object({ user_id: id, version: z.int().min(1) });
const endedSessions = z.object({ user_id: id, session_ids: z.array(id) });

/** The version in an event about a user is that of the standing: there is a new one, whatever else the event tells. */
function tellsStanding({ topic, payload }: EventType): boolean {
  return topic === 'users' && payload instanceof z.ZodObject && 'version' in payload.shape;
}

const rules = new Map<string, z.ZodType<Revocation>>([
  ...eventTypes.filter(tellsStanding).map(({ type }) => [type, olderStanding] as const),
  [sessionsEnded.type, endedSessions],
]);

export function isRevocation(type: string): boolean {
  return rules.has(type);
}

/** @returns undefined for an event that takes nothing away. @throws ZodError for a payload that breaks its schema */
export function revocationOf(event: CloudEvent): Revocation | undefined {
  return rules.get(event.type)?.parse(event.data.payload);
}
