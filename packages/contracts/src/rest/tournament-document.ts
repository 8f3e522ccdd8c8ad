import { z } from 'zod';
import { id, line, text } from '../fields.js';
import { reportedResult } from './match-day.js';
import { answers, categoryInput } from './entry-questions.js';
import { tournamentCommands, affected } from './tournament-log.js';
import { availability, courtInput, scheduleSettings } from './tournament-schedule.js';
import { court, sensibleTime, settings, staffRole } from './tournament-setup.js';
import { entryStatus, tournament } from './tournaments.js';

/** Of the documents that are written today. Older ones are read as long as this page says how. */
export const documentVersion = 1;
const documentFormat = 'gym-tournament';

/** Ids are numbers of the document: they say what belongs together in it, and nothing elsewhere. */
const ref = id;
const moment = sensibleTime;
const maybe = moment.nullable();
const seed = z.int().min(1).max(20_000).nullable();
const resultText = text(2000).nullable();

const head = z.strictObject({
  settings,
  status: z.enum(['setup', 'active', 'completed']),
  created_at: moment,
  published_at: maybe.describe('null: a draft'),
  cancelled_at: maybe,
  cancel_reason: text(500).nullable(),
  check_in_settled_at: maybe,
  seeding: z.enum(['entry', 'manual', 'random']),
  random_seed: z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1)
    .nullable(),
});

/** Somebody with an account at the installation the document comes from. Elsewhere they have none, unless one is named. */
const person = z.strictObject({ id: ref, name: z.string().max(200) });
const personRef = ref.nullable().describe('one of `people`; null: no account');

const staff = z.strictObject({
  person: ref,
  name: line(120),
  role: staffRole,
  courts: z.array(court).min(1).max(50).nullable(),
  created_at: moment,
});

const member = z.strictObject({
  name: line(120),
  person: personRef,
  role: z.enum(['captain', 'member', 'reserve']),
  is_active: z.boolean().describe('false: the team has left'),
});
const participant = z.strictObject({
  id: ref,
  name: line(120),
  person: personRef,
  status: entryStatus,
  category: ref.nullable(),
  created_at: moment,
  entered_at: moment,
  checked_in_at: maybe,
  reason: text(2000).nullable(),
  answers,
  planned_seed: seed,
  seed_locked: z.boolean(),
  roster: z.array(member).max(70),
  availability: availability.shape.windows.describe('when they are there; empty: always'),
});

/** Options of the engine, which checks them. */
const stage = z.looseObject({ format: z.string() }).describe('a stage as the tournament engine plays it');
/** Matches and entrants by their number in the draw. */
const event = z.strictObject({
  entry: z.int().min(1).describe('of the history, which says when and why'),
  command: z
    .looseObject({ type: z.string() })
    .describe('what was done, as the tournament engine hears it; undo and redo take back the last event'),
  texts: z
    .array(z.strictObject({ number: z.int().min(0), before: resultText, after: resultText }))
    .max(20_000)
    .describe('what people wrote about results, by number of the match, where that has changed'),
});
const draw = z.strictObject({
  id: ref,
  category: ref.nullable().describe('null: of the whole tournament'),
  created_at: moment,
  completed_at: maybe,
  entry: z.int().min(1).describe('of the history: who drew it'),
  entrants: z.array(ref).min(1).max(20_000).describe('participants, the top seed first, as they were drawn'),
  stages: z.array(stage).min(1).max(20),
  events: z.array(event),
  matches: z.array(ref).max(20_000).describe('their ids, by number in the draw'),
  texts: z
    .array(z.strictObject({ number: z.int().min(0), text: text(2000) }))
    .max(20_000)
    .describe('what people read as results now'),
  digest: z.string().max(64).describe('SHA-256 of the state that the events lead to'),
});

const slot = z.strictObject({
  match: ref,
  court: ref,
  starts_at: moment,
  ends_at: moment,
  is_locked: z.boolean(),
  started_at: maybe,
  finished_at: maybe,
});
const schedule = z.strictObject({
  settings: scheduleSettings.nullable().describe('null: nobody has said anything'),
  courts: z.array(z.strictObject({ id: ref, ...courtInput.shape })).max(100),
  slots: z.array(slot).max(20_000),
});

const call = z.strictObject({ match: ref, court, called_at: moment });
const report = z.strictObject({
  match: ref,
  participant: ref,
  person: personRef,
  result: reportedResult,
  note: text(1000),
  reported_at: moment,
  stands_at: maybe,
});

/** Who did it is left out: nobody here can vouch for what somebody did elsewhere. */
const historyEntry = z.strictObject({
  at: moment,
  kind: z.string().max(60),
  payload: z.record(z.string(), z.unknown()),
  reason: text(2000).nullable(),
  affected: affected.omit({ users: true }).strict(),
});

/** A whole tournament as a file: everything that makes it up, and nothing of its installation. */
export const tournamentDocument = z
  .strictObject({
    format: z.literal(documentFormat),
    version: z.literal(documentVersion),
    exported_at: moment,
    tournament: head,
    people: z.array(person).max(100_000),
    staff: z.array(staff).max(200),
    categories: z.array(z.strictObject({ id: ref, ...categoryInput.shape, drawn_at: maybe })).max(100),
    participants: z.array(participant).max(20_000),
    draws: z.array(draw).max(101),
    schedule,
    calls: z.array(call).max(20_000),
    reports: z.array(report).max(40_000),
    history: z.array(historyEntry).min(1).describe('the log: entry 1 first'),
    checksum: z
      .string()
      .max(64)
      .describe('SHA-256 in hex of the rest as JSON with sorted keys and without spaces: against damage, not forgery'),
  })
  .meta({ id: 'TournamentDocument' });
export type TournamentDocument = z.infer<typeof tournamentDocument>;

/** What of a document is looked at first: a newer one is not a bad one. */
export const documentHead = z.looseObject({ format: z.literal(documentFormat), version: z.int().min(1) });

export const importRequest = z
  .strictObject({
    document: documentHead.describe('a TournamentDocument'),
    people: z
      .record(z.string().regex(/^[1-9]\d{0,9}$/, 'must be the number of a person'), id)
      .default({})
      .describe('accounts of this installation by number of `people`; whoever is not named comes as a guest'),
    preview: z.boolean().default(false).describe('only say what would come and what is wrong; nothing is written'),
  })
  .meta({ id: 'TournamentImport' });
export type ImportRequest = z.infer<typeof importRequest>;

export const imported = z
  .object({
    message: z.string(),
    is_preview: z.boolean(),
    tournament: tournament.nullable().describe('null in a preview'),
    faults: z
      .array(z.object({ pointer: z.string(), message: z.string() }))
      .describe('why it could not be imported: 200 at most'),
    people: z
      .array(z.object({ id, name: z.string(), user_id: id.nullable() }))
      .describe('who could be given an account of this installation'),
    participants: z.int(),
    draws: z.int(),
    matches: z.int(),
    history: z.int(),
  })
  .meta({ id: 'TournamentImported' });
export type Imported = z.infer<typeof imported>;

/** What an entry of the history holds, by kind. */
export const historyPayloads: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(tournamentCommands));
