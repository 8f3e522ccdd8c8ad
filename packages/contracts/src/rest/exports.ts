import { z } from 'zod';
import { id, pathId, role } from '../fields.js';
import { notification } from './notifications.js';
import { auditEntry, profile } from './users.js';

const time = z.string();

/** What auth-service keeps of a person, without anything that could be used to log in. */
export const exportedAccount = z.object({
  email: z.string(),
  /** As given at the registration, or changed since. */
  full_name: z.string().nullable(),
  role,
  is_active: z.boolean(),
  is_approved: z.boolean(),
  is_banned: z.boolean(),
  rejection_reason: z.string().nullable(),
  created_at: time,
  /** Null: never, as far as it is known. */
  password_changed_at: time.nullable(),
  /** Where the person is logged in; a login that has ended is not kept. */
  sessions: z.array(
    z.object({
      id,
      device: z.string().nullable(),
      address: z.string().nullable(),
      created_at: time,
      last_used_at: time,
      expires_at: time,
    }),
  ),
  /** Links for a new password that were asked for and not used. */
  password_resets: z.array(z.object({ requested_at: time, expires_at: time.nullable() })),
  /** What keeps guesses away. Of the places of earlier logins only a hash is kept. */
  login_attempts: z.object({
    failures: z.int(),
    last_failure_at: time.nullable(),
    known_places: z.array(z.object({ hash: z.string(), last_login_at: time })),
  }),
});

const entry = z.object({
  tournament_id: id,
  tournament: z.string(),
  name: z.string(),
  status: z.string(),
  category: z.string().nullable(),
  seed: z.int().nullable(),
  points: z.int(),
  /** Where the person ended; null while it is not over. */
  rank: z.int().nullable(),
  created_at: time,
  entered_at: time,
  checked_in_at: time.nullable(),
  reason: z.string().nullable(),
  answers: z.record(z.string(), z.unknown()),
});

const match = z.object({
  tournament_id: id,
  round: z.int(),
  match_number: z.int(),
  score: z.string().nullable(),
  has_won: z.boolean().nullable(),
});

/** What tournament-service keeps of a person, by kind. */
export const entrantRecords = {
  entries: entry,
  matches: match,
  /** What the person did in workouts. */
  scores: z.object({
    tournament_id: id,
    tournament: z.string(),
    workout: z.int().describe('from 1, in the order of the tournament'),
    mark: z.record(z.string(), z.unknown()),
  }),
  /** Teams the person plays in. */
  teams: z.object({
    tournament_id: id,
    tournament: z.string(),
    team: z.string(),
    name: z.string(),
    role: z.string(),
    is_active: z.boolean(),
  }),
  /** Tournaments the person may run or referee. */
  duties: z.object({ tournament_id: id, tournament: z.string(), name: z.string(), role: z.string(), created_at: time }),
  /** What the person, or a side the person leads, reported of matches. */
  reports: z.object({
    tournament_id: id,
    tournament: z.string(),
    match_id: id,
    result: z.record(z.string(), z.unknown()),
    note: z.string(),
    reported_at: time,
  }),
  created: z.object({ tournament_id: id, tournament: z.string(), created_at: time }),
  templates: z.object({ id, name: z.string(), created_at: time }),
  seasons: z.object({ id, name: z.string(), created_at: time }),
  /** When the person can play in a tournament. */
  availability: z.object({ tournament_id: id, tournament: z.string(), windows: z.array(z.unknown()) }),
  ratings: z.object({
    tournament_id: id,
    tournament: z.string(),
    at: time,
    rating: z.number(),
    deviation: z.number(),
    games: z.int(),
  }),
  /** Since when there is a secret address of the calendar; nobody keeps the secret. */
  calendar: z.object({ created_at: time }),
  /** What the person did to tournaments. */
  acts: z.object({ tournament_id: id, seq: z.int(), at: time, kind: z.string(), reason: z.string().nullable() }),
};
export type EntrantRecord = keyof typeof entrantRecords;

/** What a person was told, as far as it is about nobody else: opponents have names of their own. */
const exportedNotification = notification.omit({ data: true }).extend({
  tournament_id: id.nullable(),
  tournament: z.string().nullable(),
  /** What staff wrote. */
  message: z.string().nullable(),
  reason: z.string().nullable(),
});
/** What notification-service keeps for a person, the newest first. */
export const exportedNotifications = z.object({ items: z.array(exportedNotification) });

/** The newest records come first; `cursor` is what `next_cursor` of the page before said. */
export const entrantRecordsQuestion = z.object({
  id: pathId,
  kind: z.object(entrantRecords).keyof(),
});
export const entrantRecordsQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,10}\.\d{1,10}$/)
    .optional(),
});
/** The rows a page has at most. */
export const recordsOnPage = 500;
export const entrantRecordsPage = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next_cursor: z.string().nullable(),
});

/** All that the platform knows about a person. */
export const personalData = z
  .object({
    exported_at: time,
    profile,
    account: exportedAccount,
    tournaments: z.object({
      entries: z.array(entrantRecords.entries),
      matches: z.array(entrantRecords.matches),
      scores: z.array(entrantRecords.scores),
      teams: z.array(entrantRecords.teams),
      duties: z.array(entrantRecords.duties),
      reports: z.array(entrantRecords.reports),
      created: z.array(entrantRecords.created),
      templates: z.array(entrantRecords.templates),
      seasons: z.array(entrantRecords.seasons),
      availability: z.array(entrantRecords.availability),
      ratings: z.array(entrantRecords.ratings),
      calendar: z.array(entrantRecords.calendar),
      acts: z.array(entrantRecords.acts),
    }),
    /** What the person was told lately, newest first. */
    notifications: z.array(exportedNotification),
    /** Decisions of staff about the person, newest first. */
    decisions: z.array(auditEntry.omit({ actor_id: true, request_id: true })),
    /** What the person decided about others as staff, newest first. */
    acts: z.array(auditEntry.pick({ id: true, at: true, user_id: true, action: true, reason: true })),
  })
  .meta({ id: 'PersonalData' });

/** How auth-service is asked whether a password is right; the answer says nothing else. */
export const passwordQuestion = z.object({ password: z.string().min(1).max(1000) });
export const passwordAnswer = z.object({ is_right: z.boolean() });
