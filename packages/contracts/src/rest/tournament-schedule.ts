import { z } from 'zod';
import { id, line, pathId, timeCursor } from '../fields.js';
import { matchPlace } from './tournaments.js';
import { isSpan, sensibleTime, spanRule } from './tournament-setup.js';

/** From `starts_at` until before `ends_at`. */
const window = z.strictObject({ starts_at: sensibleTime, ends_at: sensibleTime }).refine(isSpan, spanRule);
const windows = z.array(window).max(100);
export type TimeSpan = z.infer<typeof window>;

const timeZone = line(64).refine(isTimeZone, 'must be the name of a time zone, such as Europe/Berlin');
function isTimeZone(name: string): boolean {
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // An offset is no place: it would not follow the clocks there.
    return !/^[+-]/.test(known);
  } catch {
    return false;
  }
}

const matchMinutes = z.int().min(1).max(1440);
const restMinutes = z.int().min(0).max(1440);
const ofCategory = z.strictObject({
  category_id: id,
  match_minutes: matchMinutes.optional(),
  rest_minutes: restMinutes.optional(),
  starts_at: sensibleTime.optional().describe('nothing of it starts before'),
  courts: z.array(id).min(1).max(100).optional().describe('only on these'),
});

/** How a tournament is planned. */
export const scheduleSettings = z
  .strictObject({
    time_zone: timeZone.default('UTC').describe('of the place, for days'),
    starts_at: sensibleTime
      .nullable()
      .default(null)
      .describe('nothing starts before; null: the start of the tournament'),
    match_minutes: matchMinutes.default(30),
    rest_minutes: restMinutes
      .default(10)
      .describe('between two matches of a person, and before a match that waits for another'),
    lengths: z
      .array(z.strictObject({ best_of: z.int().min(2).max(99), minutes: matchMinutes }))
      .max(20)
      .default([])
      .describe('how long matches of several games take, where that is something else'),
    categories: z.array(ofCategory).max(100).default([]).describe('what is different in a category'),
  })
  .meta({ id: 'ScheduleSettings' });
export type ScheduleSettings = z.infer<typeof scheduleSettings>;

export const courtInput = z
  .strictObject({ name: line(60), open: windows.describe('when it can be played on, such as one window for each day') })
  .meta({ id: 'CourtInput' });
export const courtPatch = courtInput
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'CourtPatch' });
export const court = z.object({ id, name: z.string(), open: z.array(window) }).meta({ id: 'Court' });
export type Court = z.infer<typeof court>;
export const courtList = z.object({ items: z.array(court) }).meta({ id: 'CourtList' });

export const availability = z
  .strictObject({ windows: windows.describe('when they are there; empty: always') })
  .meta({ id: 'Availability' });

const person = z.object({ id, name: z.string() });
export const plannedMatch = z
  .object({
    match_id: id,
    category_id: id.nullable(),
    ...matchPlace,
    participant1: person.nullable(),
    participant2: person.nullable(),
    court: z.object({ id, name: z.string() }),
    starts_at: z.string(),
    ends_at: z.string(),
    is_locked: z.boolean().describe('stays where it is, however the rest is planned'),
    started_at: z.string().nullable().describe('when it really began'),
    finished_at: z.string().nullable(),
  })
  .meta({ id: 'PlannedMatch' });
export type PlannedMatch = z.infer<typeof plannedMatch>;

export const scheduleQuery = z.object({
  day: z.iso.date().optional().describe('in the time zone of the schedule'),
  court_id: pathId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: timeCursor.optional(),
});
export const schedulePage = z
  .object({ items: z.array(plannedMatch), next_cursor: z.string().nullable() })
  .meta({ id: 'SchedulePage' });

/** What is wrong with a place. Only `is_hard` ones cannot be forced. */
export const scheduleConflict = z
  .object({
    kind: z.enum(['court', 'people', 'rest', 'order', 'closed', 'unsuitable', 'absent', 'early', 'lock', 'per-day']),
    is_hard: z.boolean(),
    matches: z.array(id).describe('in the order of their starts'),
    participants: z.array(id),
    court_id: id.nullable(),
    missing_minutes: z.number().nullable(),
    message: z.string(),
  })
  .meta({ id: 'ScheduleConflict' });
export type ScheduleConflict = z.infer<typeof scheduleConflict>;
export const conflictList = z.object({ items: z.array(scheduleConflict) }).meta({ id: 'ScheduleConflicts' });

/** Another court, another time, or both; or a lock. */
export const slotPatch = z
  .strictObject({
    court_id: id,
    starts_at: sensibleTime,
    is_locked: z.boolean(),
    force: z.boolean().describe('in spite of conflicts that are not hard'),
    preview: z.boolean().describe('only say which conflicts there would be'),
    reason: line(500),
  })
  .partial()
  .refine(
    ({ court_id, starts_at, is_locked }) =>
      court_id !== undefined || starts_at !== undefined || is_locked !== undefined,
    'must change something',
  )
  .meta({ id: 'SlotPatch' });
export const place = z.object({ court_id: id, starts_at: z.string(), ends_at: z.string() });
export const slotChanged = z
  .object({
    match_id: id,
    place: place.nullable(),
    is_locked: z.boolean(),
    conflicts: z.array(scheduleConflict),
    message: z.string(),
  })
  .meta({ id: 'SlotChanged' });

export const planRequest = z
  .strictObject({ preview: z.boolean().default(false).describe('what if: nothing is written') })
  .meta({ id: 'PlanRequest' });
export const replanRequest = planRequest
  .extend({
    lost_courts: z
      .array(z.strictObject({ court_id: id, from: sensibleTime, until: sensibleTime.optional() }))
      .max(100)
      .default([])
      .describe('cannot be played on from then on, or until later'),
    reason: line(500).optional(),
  })
  .meta({ id: 'ReplanRequest' });
export type ReplanRequest = z.infer<typeof replanRequest>;

export const planned = z
  .object({
    message: z.string(),
    is_preview: z.boolean(),
    placed: z.int(),
    unplaced: z.array(
      z.object({
        match_id: id,
        why: z.enum(['no-court', 'people', 'lock', 'feeder']),
      }),
    ),
    ends_at: z.string().nullable(),
    makespan_minutes: z.number().describe('from the start to the end of the last match'),
    bound: z.object({
      ends_at: z.string().describe('no plan can end before'),
      minutes: z.number(),
      by: z.enum(['start', 'locks', 'chain', 'courts', 'people']).describe('what says so'),
    }),
    moved: z.array(
      z.object({
        match_id: id,
        from: place.nullable(),
        to: place.nullable(),
        why: z.array(z.string()).describe('what would be wrong with the old place'),
      }),
    ),
    forced: z.array(id).describe('could stay in no plan'),
    courts: z.array(z.object({ court_id: id, matches: z.int(), busy_minutes: z.number(), open_minutes: z.number() })),
  })
  .meta({ id: 'Planned' });
export type Planned = z.infer<typeof planned>;

export const estimateQuery = z.object({ participant_id: pathId.optional() });
const next = z.object({ match_id: id, starts_at: z.string() }).nullable();
export const estimates = z
  .object({
    matches: z
      .array(
        z.object({
          match_id: id,
          court_id: id.nullable(),
          starts_at: z.string(),
          ends_at: z.string(),
          late_minutes: z.number().describe('after its planned start'),
        }),
      )
      .describe('that are not over, in the order of their expected starts'),
    participants: z.array(
      z.object({ participant_id: id, certain: next, possible: next.describe('may be played before, or instead') }),
    ),
    paces: z.array(
      z.object({
        category_id: id.nullable(),
        stage: z.int(),
        matches: z.int().describe('that have ended'),
        factor: z.number().describe('real by planned length'),
      }),
    ),
  })
  .meta({ id: 'ScheduleEstimates' });
