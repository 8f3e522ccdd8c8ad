import { z } from 'zod';
import { id, pathId, text } from '../fields.js';
import { court, staffRole } from './tournament-setup.js';
import { playedResult } from './tournament-play.js';
import { outcomeRule, saysOutcome } from './tournaments.js';

/** Where a match is to be played now. */
export const call = z
  .strictObject({ court: court.nullable().describe('null: it was called by mistake') })
  .meta({ id: 'MatchCall' });
export const called = z
  .object({ message: z.string(), match_id: id, court: z.string().nullable(), called_at: z.string().nullable() })
  .meta({ id: 'MatchCalled' });

/** What somebody is in a tournament. */
export const ownPart = z
  .object({
    is_staff: z.boolean(),
    role: staffRole.nullable().describe('in this one tournament'),
    courts: z.array(court).nullable().describe('of a referee; null: all'),
    entries: z.array(z.object({ participant_id: id, leads: z.boolean().describe('may report for it') })),
  })
  .meta({ id: 'OwnPart' });

const livePoint = z.int().min(0).max(9999);
/** Points of the game that is being played; games that are over are reported as a result. */
export const livePoints = z
  .strictObject({
    game: z.int().min(1).max(99).describe('one more than there are games in the match'),
    points: z.tuple([livePoint, livePoint]).describe('of participant1 and participant2'),
  })
  .meta({ id: 'LivePoints' });
export const liveShown = z
  .object({ match_id: id, game: z.int(), points: z.tuple([z.int(), z.int()]), version: z.int() })
  .meta({ id: 'LivePointsShown' });

const note = text(1000).default('').describe('for the other side and staff');
/** What one side says came of their match. */
export const selfReport = z
  .strictObject({ ...playedResult, note })
  .refine(saysOutcome, outcomeRule)
  .meta({ id: 'SelfReport' });
export type SelfReport = z.infer<typeof selfReport>;

/** The result of a report, as it is kept. */
export const reportedResult = z.object(playedResult);
export type ReportedResult = z.infer<typeof reportedResult>;

/** `waiting` for the other side; `agreed`, which decides the match; `disputed`, which staff decide. */
export const reportOutcome = z.enum(['waiting', 'agreed', 'disputed']);
export type ReportOutcome = z.infer<typeof reportOutcome>;
const standsAt = z.string().nullable().describe('when it counts if the other side has not answered; null: never');
export const selfReported = z
  .object({ message: z.string(), match_id: id, outcome: reportOutcome, stands_at: standsAt })
  .meta({ id: 'SelfReported' });

export const matchReport = z
  .object({
    match_id: id,
    round: z.int(),
    match_number: z.int(),
    participant_id: id.describe('whose report it is'),
    reported_by: id.nullable().describe('null: the account was deleted'),
    result: reportedResult,
    note: z.string(),
    reported_at: z.string(),
    stands_at: standsAt,
    status: z.enum(['waiting', 'disputed', 'closed']).describe('closed: the match has a result'),
  })
  .meta({ id: 'MatchReport' });
export const reportsQuery = z.object({
  match_id: pathId.optional(),
  status: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,10}\.\d{1,10}$/)
    .optional()
    .describe('`next_cursor` of the page before'),
});
export const reportsPage = z
  .object({ items: z.array(matchReport), next_cursor: z.string().nullable() })
  .meta({ id: 'MatchReportPage' });
