import type { tournamentsApi } from '@gym/contracts';
import { conflict } from '@gym/service-kit/errors';
import { requireNotCancelled } from './entries.js';

type Settings = tournamentsApi.Settings;
type Name = keyof Settings;

/** What can be changed until the end; everything else is settled with the draw. */
const alwaysOpen: ReadonlySet<Name> = new Set([
  'name',
  'start_date',
  'visibility',
  'slug',
  'description',
  'rules',
  'venue',
  'prizes',
  'self_reports',
]);

const times: ReadonlySet<Name> = new Set([
  'start_date',
  'registration_opens_at',
  'registration_closes_at',
  'check_in_opens_at',
  'check_in_closes_at',
]);

/** Names of the settings that differ; two ways to write one moment are the same. */
export function changedNames(before: Settings, after: Settings): Name[] {
  const text = (settings: Settings, name: Name): string => {
    const value = settings[name];
    return times.has(name) && typeof value === 'string' ? new Date(value).toISOString() : JSON.stringify(value);
  };
  // Settings have the names of their schema and no others.
  return (Object.keys(after) as Name[]).filter((name) => text(before, name) !== text(after, name));
}

interface Present {
  phase: tournamentsApi.Phase;
  participant_count: number;
  hasEntries: boolean;
  hasWaiting: boolean;
}

/** @throws AppError 409 when the tournament is too far for one of the changes */
export function requireChangeable(present: Present, changed: Name[], after: Settings): void {
  requireNotCancelled(present);
  const settled = changed.filter((name) => !alwaysOpen.has(name));
  if ((present.phase === 'running' || present.phase === 'completed') && settled.length > 0) {
    throw conflict(`The bracket has been drawn, so these are settled: ${settled.join(', ')}.`, 'already-drawn');
  }
  if (after.max_participants < present.participant_count) {
    throw conflict(`${present.participant_count} take part already.`, 'too-many-participants');
  }
  if (changed.includes('team') && present.hasEntries) {
    throw conflict('Somebody has entered already, so teams cannot be changed.', 'has-entries');
  }
  if (!after.waiting_list && present.hasWaiting) {
    throw conflict('Somebody waits for a place, so there has to be a waiting list.', 'people-waiting');
  }
}
