import type { scheduleApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { z } from 'zod';
import { pageOf } from '../pages.js';
import { presentPlanned } from '../presenters.js';
import { listPlanned } from '../store/planned-matches.js';
import { findSettings } from '../store/schedule-settings.js';

/** A page of the planned matches, in the order of their starts. */
export async function schedulePage(
  db: Queryable,
  tournamentId: number,
  { day, court_id: courtId, limit, cursor }: z.output<typeof scheduleApi.scheduleQuery>,
): Promise<z.input<typeof scheduleApi.schedulePage>> {
  const { time_zone: timeZone } = await findSettings(db, tournamentId);
  const [start, match] = cursor?.split('-').map(Number) ?? [];
  const after =
    start === undefined || match === undefined ? undefined : { starts_at: new Date(start), match_id: match };
  const rows = await listPlanned(db, tournamentId, { day, courtId, timeZone, after, limit: limit + 1 });
  const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.starts_at.getTime()}-${last.match_id}`);
  return { items: items.map(presentPlanned), next_cursor };
}
