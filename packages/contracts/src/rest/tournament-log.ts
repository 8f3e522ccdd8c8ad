import { z } from 'zod';
import { id, pathId } from '../fields.js';

/**
 * What can be done to a tournament, by kind, with what has to be known to do it again. Ids instead of personal data:
 * the log outlives what people may ask to be forgotten.
 */
export const tournamentCommands = {
  'tournament.created': z.object({ settings: z.record(z.string(), z.unknown()).optional() }),
  'participants.entered': z.object({
    participants: z.array(z.object({ participant_id: id, user_id: id.nullable(), status: z.string() })),
  }),
  'participant.approved': z.object({ participant_id: id }),
  'participant.forgotten': z.object({ participant_id: id }),
  'bracket.drawn': z.object({ seeds: z.array(id).describe('participants, the first is the top seed') }),
  'result.recorded': z.object({ match_id: id, winner_id: id, score: z.string().nullable() }),
} as const satisfies Record<string, z.ZodType>;
export type TournamentCommand = keyof typeof tournamentCommands;

/** Ids of what an entry is about. */
export const affected = z.object({
  participants: z.array(id).optional(),
  matches: z.array(id).optional(),
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
