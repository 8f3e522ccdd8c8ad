import { z } from 'zod';
import { id, pathId } from '../fields.js';

/**
 * What can be done to a tournament, by kind, with what has to be known to do it again. Ids instead of personal data:
 * the log outlives what people may ask to be forgotten.
 */
const one = z.object({ participant_id: id });
const moved = z.array(id).describe('who got a place from the waiting list');
export const tournamentCommands = {
  'tournament.created': z.object({
    settings: z.record(z.string(), z.unknown()),
    copy_of: id.optional(),
    template_id: id.optional(),
  }),
  'tournament.imported': z.object({
    checksum: z.string().describe('of the document'),
    exported_at: z.string(),
    entries: z.int().describe('all before this one: what the document says, and nobody here did'),
  }),
  'tournament.updated': z.object({ changes: z.record(z.string(), z.unknown()), moved_up: moved }),
  'tournament.published': z.object({}),
  'tournament.cancelled': z.object({}),
  'category.created': z.object({ category_id: id, category: z.record(z.string(), z.unknown()) }),
  'category.updated': z.object({ category_id: id, changes: z.record(z.string(), z.unknown()), moved_up: moved }),
  'category.deleted': z.object({ category_id: id }),
  'staff.granted': z.object({
    user_id: id.nullable().describe('null: of another installation'),
    role: z.string(),
    courts: z.array(z.string()).nullable().optional(),
  }),
  'staff.revoked': z.object({ user_id: id.nullable() }),
  'participants.entered': z.object({
    participants: z.array(
      z.object({
        participant_id: id,
        user_id: id.nullable(),
        status: z.string(),
        category_id: id.nullable(),
        planned_seed: z.int().nullable(),
      }),
    ),
    imported: z.boolean(),
  }),
  'participant.changed': z.object({
    participant_id: id,
    fields: z.array(z.string()),
    category_id: id.nullable(),
    status: z.string(),
    moved_up: moved,
  }),
  'participant.approved': one.extend({ status: z.string() }),
  'participant.left': one.extend({ status: z.string(), moved_up: moved }),
  'participant.reinstated': one.extend({ status: z.string() }),
  'participant.substituted': one.extend({ from_user_id: id.nullable(), to_user_id: id.nullable() }),
  'participant.roster-changed': one.extend({ members: z.int() }),
  'participant.checked-in': one,
  'participant.checked-out': one,
  'participant.forgotten': one,
  'check-in.settled': z.object({ dropped: z.array(id), moved_up: moved }),
  'seeding.set': z.object({
    method: z.string(),
    category_id: id.nullable(),
    random_seed: z.int().nullable(),
    order: z.array(id),
  }),
  'bracket.drawn': z.object({
    category_id: id.nullable(),
    seeds: z.array(id).describe('participants, the first is the top seed'),
  }),
  'match.called': z.object({ match_id: id, court: z.string().nullable() }),
  'match.reported': z.object({
    match_id: id,
    participant_id: id,
    outcome: z.enum(['waiting', 'agreed', 'disputed', 'stands']),
  }),
  'result.recorded': z.object({ match_id: id, winner_id: id.nullable(), score: z.string().nullable() }),
  'draw.played': z.object({
    draw_id: id,
    version: z.int().describe('of the draw after it'),
    command: z.record(z.string(), z.unknown()).describe('what was asked for'),
    reset: z.array(id).describe('matches that lost their result'),
  }),
  'schedule.settings-changed': z.object({ settings: z.record(z.string(), z.unknown()) }),
  'schedule.planned': z.object({
    matches: z.int().describe('that have a place'),
    moved: z.array(id),
    lost_courts: z.array(z.object({ court_id: id, from: z.string(), until: z.string().optional() })),
    ends_at: z.string().nullable(),
  }),
  'schedule.match-moved': z.object({
    match_id: id,
    court_id: id,
    starts_at: z.string(),
    is_locked: z.boolean(),
    conflicts: z.array(z.string()).describe('kinds of conflicts that were forced'),
  }),
  'court.saved': z.object({ court_id: id, court: z.record(z.string(), z.unknown()) }),
  'court.deleted': z.object({ court_id: id }),
  'participant.availability-set': one,
} as const satisfies Record<string, z.ZodType>;
export type TournamentCommand = keyof typeof tournamentCommands;

/** Ids of what an entry is about. */
export const affected = z.object({
  participants: z.array(id).optional(),
  matches: z.array(id).optional(),
  categories: z.array(id).optional(),
  users: z.array(id).optional(),
});
export type Affected = z.infer<typeof affected>;

export const logEntry = z
  .object({
    seq: z.int().describe('from 1, without a gap: the version of the tournament after it'),
    at: z.string(),
    actor_id: id.nullable().describe('null: the service itself, or somebody whose account was deleted'),
    kind: z.string(),
    schema_version: z.int(),
    payload: z.record(z.string(), z.unknown()),
    reason: z.string().nullable(),
    affected,
  })
  .meta({ id: 'TournamentLogEntry' });
export type LogEntry = z.infer<typeof logEntry>;

/** Newest first; `cursor` is what `next_cursor` of the page before said. */
export const logQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: pathId.optional(),
});
export const logPage = z
  .object({ items: z.array(logEntry), next_cursor: z.string().nullable() })
  .meta({ id: 'TournamentLogPage' });
