import { z } from 'zod';
import { pathId } from '../fields.js';

/** Whether a person has a secret address; the address itself is shown once, when it is made. */
export const calendarAddress = z
  .object({ created_at: z.string().nullable().describe('null: there is none') })
  .meta({ id: 'CalendarAddress' });

export const newCalendarAddress = z
  .object({
    path: z.string().describe('of this platform, with the secret; whoever knows it reads the calendar'),
    created_at: z.string(),
  })
  .meta({ id: 'NewCalendarAddress' });

/** The secret is in the query, which is in no log, trace or figure of the platform. */
export const calendarQuery = z.strictObject({
  secret: z.string().max(200),
  tournament_id: pathId
    .optional()
    .describe('all matches of this tournament, instead of those of the person in all tournaments'),
});
