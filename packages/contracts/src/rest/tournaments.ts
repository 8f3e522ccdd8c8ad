import { z } from 'zod';
import { id, line, pathId, time } from '../fields.js';

/** The names of section 2 of the contract. `playableTypes` are those a bracket can be drawn for today. */
export const tournamentType = z.enum([
  'single_elimination',
  'double_elimination',
  'round_robin',
  'swiss',
  'groups_playoff',
  'stepladder',
  'leaderboard',
  'custom',
]);
export const playableTypes = ['single_elimination'] as const;
const playable: readonly string[] = playableTypes;

export const maxParticipants = 1024;

/** A typing error in the year is likelier than a tournament outside of these; PostgreSQL has no year 0. */
const startDate = time.refine((value) => {
  const year = new Date(value).getUTCFullYear();
  return year >= 1970 && year < 2200;
}, 'must lie between 1970 and 2200');

export const newTournament = z
  .object({
    name: line(120),
    start_date: startDate,
    max_participants: z.int().min(2).max(maxParticipants).default(8),
    tournament_type: tournamentType
      .default('single_elimination')
      .refine((type) => playable.includes(type), 'is not available yet'),
  })
  .meta({ id: 'NewTournament' });

/** What events say of a tournament: fields are only ever added as optional ones. */
export const tournamentCore = z.object({
  id,
  name: z.string(),
  start_date: z.string(),
  max_participants: z.int(),
  tournament_type: tournamentType,
  status: z.enum(['setup', 'active', 'completed']),
  created_at: z.string(),
  created_by: id.nullable(),
  participant_count: z.int(),
});

export const tournament = tournamentCore
  .extend({ version: z.int().describe('grows with every change; the ETag of the tournament') })
  .meta({ id: 'Tournament' });
export type Tournament = z.infer<typeof tournament>;

export const participant = z
  .object({
    id,
    tournament_id: id,
    user_id: id.nullable(),
    name: z.string(),
    seed: z.int().nullable(),
    status: z.enum(['pending', 'approved']),
    created_at: z.string(),
  })
  .meta({ id: 'Participant' });
export type Participant = z.infer<typeof participant>;

export const match = z
  .object({
    id,
    tournament_id: id,
    round: z.int(),
    match_number: z.int(),
    participant1: participant.nullable(),
    participant2: participant.nullable(),
    winner_id: id.nullable(),
    winner: participant.nullable(),
    score: z.string().nullable(),
    is_bye: z.boolean().describe('needs no play: one side stays empty, the other one moves on'),
    next_match_id: id.nullable().describe('where the winner goes; null for the final'),
    created_at: z.string(),
  })
  .meta({ id: 'Match' });
export type Match = z.infer<typeof match>;

export const joining = z.object({ name: line(120) }).meta({ id: 'Joining' });
export const entries = z
  .object({
    participants: z
      .array(z.object({ name: line(120), user_id: id.optional() }))
      .min(1)
      .max(maxParticipants),
  })
  .meta({ id: 'Entries' });
export const result = z.object({ winner_id: id, score: line(100).optional() }).meta({ id: 'Result' });

export const tournamentCreated = z.object({ tournament, message: z.string() }).meta({ id: 'TournamentCreated' });

/** The rows a list answers at most, whether or not a `limit` was given. */
export const maxListed = 1000;
/** Without `limit` the list has the old shape. `cursor` is the `next_cursor` of the page before. */
export const listQuery = z.object({
  limit: pathId.refine((value) => value <= maxListed, `must not be more than ${maxListed}`).optional(),
  cursor: pathId.optional(),
});
export const tournamentList = z.object({ tournaments: z.array(tournament) }).meta({ id: 'TournamentList' });
export const tournamentPage = z
  .object({ items: z.array(tournament), next_cursor: z.string().nullable() })
  .meta({ id: 'TournamentPage' });

export const health = z.object({ status: z.literal('healthy'), service: z.string() });
export const message = z.object({ message: z.string() }).meta({ id: 'Message' });
export const participantChanged = z.object({ participant, message: z.string() }).meta({ id: 'ParticipantChanged' });
export const participantsAdded = z
  .object({ participants: z.array(participant), message: z.string() })
  .meta({ id: 'ParticipantsAdded' });
export const bracketDrawn = z
  .object({ message: z.string(), rounds: z.int(), matches: z.int() })
  .meta({ id: 'BracketDrawn' });
export const bracketView = z
  .object({ tournament, bracket: z.array(match), participants: z.array(participant) })
  .meta({ id: 'BracketView' });
export const resultReported = z.object({ message: z.string(), bracket: match }).meta({ id: 'ResultReported' });
export const leaderboard = z
  .array(z.object({ user_id: id, user_name: z.string(), total_score: z.int(), tournaments: z.int() }))
  .meta({ id: 'Leaderboard' });
