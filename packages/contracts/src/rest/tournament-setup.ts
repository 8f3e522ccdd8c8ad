import { z } from 'zod';
import { id, line, pathId, text, time } from '../fields.js';
import { categoryInput, questions } from './entry-questions.js';
import { format, formatOptions, maxPlaces, tournamentType } from './tournament-formats.js';

export const phase = z.enum(['draft', 'published', 'running', 'completed', 'cancelled']);
export type Phase = z.infer<typeof phase>;

export const visibility = z.enum(['public', 'members']);
/** `manual`: requests of members wait for approval; `automatic`: whoever finds a place is in. */
export const approval = z.enum(['manual', 'automatic']);

/** Part of an address that people can read. With a letter, so that it is never taken for an id. */
export const slug = z
  .string()
  .min(3)
  .max(80)
  .regex(
    /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'must be small letters, digits and single hyphens, with at least one letter',
  );

/** A typing error in the year is likelier than a time outside of these; PostgreSQL has no year 0. */
export const sensibleTime = time.refine((value) => {
  const year = new Date(value).getUTCFullYear();
  return year >= 1970 && year < 2200;
}, 'must lie between 1970 and 2200');

/** From `starts_at` until before `ends_at`, as far as they are given. */
export function isSpan({
  starts_at,
  ends_at,
}: {
  starts_at?: string | undefined;
  ends_at?: string | undefined;
}): boolean {
  return starts_at === undefined || ends_at === undefined || Date.parse(starts_at) < Date.parse(ends_at);
}
export const spanRule = { path: ['ends_at'], message: 'must be after starts_at' };

/** Teams of so many, and so many more who may step in. */
export const teamRule = z
  .object({
    min: z.int().min(1).max(50),
    max: z.int().min(1).max(50),
    reserves: z.int().min(0).max(20).default(0),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], message: 'must not be below min' });
export type TeamRule = z.infer<typeof teamRule>;

/** Whether the sides of a match may report its result themselves. */
export const selfReports = z.object({
  stands_after: z
    .int()
    .min(1)
    .max(1440)
    .nullable()
    .default(null)
    .describe('minutes after which a report counts that the other side has not answered; null: it waits for staff'),
});
/** As people call it. */
export const court = line(60);

export const prize = z.object({ rank: z.int().min(1).max(1000), prize: line(200) });

/** All that can be set about a tournament. */
const shape = {
  name: line(120),
  start_date: sensibleTime,
  max_participants: z.int().min(2).max(10_000),
  tournament_type: tournamentType,
  format: formatOptions,
  visibility,
  approval,
  waiting_list: z.boolean().describe('who finds no place waits for one instead of being refused'),
  slug,
  registration_opens_at: sensibleTime.nullable(),
  registration_closes_at: sensibleTime.nullable(),
  check_in_opens_at: sensibleTime.nullable(),
  check_in_closes_at: sensibleTime.nullable(),
  team: teamRule.nullable().describe('null: people enter by themselves'),
  self_reports: selfReports.nullable().describe('null: staff and referees enter results'),
  description: text(10_000),
  rules: text(20_000),
  venue: line(300).nullable(),
  prizes: z.array(prize).max(50),
  questions,
};
const settable = z.object(shape);

/** All settings of a tournament, with what they have to do with each other. */
export const settings = z.object({ ...shape, slug: slug.nullable() }).superRefine((all, context) => {
  for (const { path, message } of [...formatFaults(all), ...timeFaults(all)]) {
    context.addIssue({ code: 'custom', path, message });
  }
  if (all.max_participants > maxPlaces(all.tournament_type)) {
    const message = `must be at most ${maxPlaces(all.tournament_type)} for this type`;
    context.addIssue({ code: 'custom', path: ['max_participants'], message });
  }
});
export type Settings = z.infer<typeof settings>;

interface Fault {
  path: PropertyKey[];
  message: string;
}

function formatFaults(all: { tournament_type: string; format: Record<string, unknown> }): Fault[] {
  const parsed = format.safeParse({ ...all.format, tournament_type: all.tournament_type });
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => ({ path: ['format', ...path], message }));
}

type Times = Record<
  'registration_opens_at' | 'registration_closes_at' | 'check_in_opens_at' | 'check_in_closes_at',
  string | null
>;

function timeFaults(times: Times): Fault[] {
  const faults: Fault[] = [];
  const ordered = (first: keyof Times, second: keyof Times): void => {
    const [from, to] = [times[first], times[second]];
    if (from === null || to === null || Date.parse(from) < Date.parse(to)) return;
    faults.push({ path: [second], message: `must be after ${first}` });
  };
  ordered('registration_opens_at', 'registration_closes_at');
  ordered('check_in_opens_at', 'check_in_closes_at');
  if ((times.check_in_opens_at === null) !== (times.check_in_closes_at === null)) {
    const missing = times.check_in_opens_at === null ? 'check_in_opens_at' : 'check_in_closes_at';
    faults.push({ path: [missing], message: 'is needed for a check-in' });
  }
  return faults;
}

/** Only name and start are needed; the rest has defaults. */
export const newTournament = settable
  .partial()
  .required({ name: true, start_date: true })
  .extend({ draft: z.boolean().optional().describe('seen by staff only until it is published') })
  .meta({ id: 'NewTournament' });

export const tournamentPatch = settable
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'TournamentPatch' });
export type TournamentPatch = z.infer<typeof tournamentPatch>;

/** Settings that many tournaments share: times as seconds from the start, neither name nor slug. */
const offset = z.int().nullable();
export const template = settable.omit({ name: true, start_date: true, slug: true }).extend({
  registration_opens_at: offset,
  registration_closes_at: offset,
  check_in_opens_at: offset,
  check_in_closes_at: offset,
  // Templates of before do not say it.
  self_reports: selfReports.nullable().default(null),
  categories: z.array(categoryInput).max(100),
});
export type Template = z.infer<typeof template>;

export const newTemplate = z.object({ name: line(120), tournament_id: id }).meta({ id: 'NewTemplate' });
export const storedTemplate = z
  .object({ id, name: z.string(), created_by: id.nullable(), created_at: z.string(), settings: template })
  .meta({ id: 'TournamentTemplate' });
export const templatePage = z
  .object({ items: z.array(storedTemplate.omit({ settings: true })), next_cursor: z.string().nullable() })
  .meta({ id: 'TournamentTemplatePage' });
export const templateQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: pathId.optional(),
});

/** A tournament made of another one, or of a template. It begins as a draft. */
export const copy = z.object({ name: line(120), start_date: sensibleTime }).meta({ id: 'TournamentCopy' });

export const cancellation = z.object({ reason: line(500) }).meta({ id: 'Cancellation' });

export const staffRole = z.enum(['organiser', 'referee']);
export type StaffRole = z.infer<typeof staffRole>;
/** Compared without regard to capitals. */
const courts = z.array(court).min(1).max(50);
export const grant = z
  .object({
    role: staffRole,
    name: line(120),
    courts: courts.optional().describe('a referee of matches that are called to one of these; left out: of all'),
  })
  .refine(({ role, courts: some }) => role === 'referee' || some === undefined, {
    path: ['courts'],
    message: 'are for referees',
  })
  .meta({ id: 'StaffGrant' });
export const staffMember = z
  .object({
    user_id: id,
    name: z.string(),
    role: staffRole,
    courts: z.array(z.string()).nullable().describe('null: no limit'),
    granted_by: id.nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'StaffMember' });
export const staffList = z.object({ items: z.array(staffMember) }).meta({ id: 'StaffList' });
