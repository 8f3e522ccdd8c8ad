import { z } from 'zod';

/** PostgreSQL `integer`, which is what ids were and are. */
const id = z.int().min(1);
const time = z.string().nullable();
const flag = (missing: boolean) =>
  z
    .boolean()
    .nullable()
    .transform((value) => value ?? missing);
const role = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(['member', 'trainer', 'admin']));

/** Rows of the old system as far as they make sense; what a schema refuses is not imported. */
export const oldAccount = z.object({
  id,
  email: z.string(),
  password_hash: z.string().nullable(),
  role,
  is_active: flag(true),
  is_approved: flag(false),
  is_banned: flag(false),
  created_at: time,
});
export type OldAccount = z.infer<typeof oldAccount>;

export const oldProfile = z.object({
  id,
  email: z.string().nullable(),
  full_name: z.string().nullable(),
  role,
  is_approved: flag(false),
  is_banned: flag(false),
  is_root_admin: flag(false),
  created_at: time,
});
export type OldProfile = z.infer<typeof oldProfile>;

const tournamentType = z.enum([
  'single_elimination',
  'double_elimination',
  'round_robin',
  'swiss',
  'groups_playoff',
  'stepladder',
  'leaderboard',
  'custom',
]);

export const oldTournament = z.object({
  id,
  name: z.string(),
  start_date: z.string(),
  max_participants: z.int().min(2),
  tournament_type: tournamentType,
  status: z.enum(['setup', 'active', 'completed']),
  created_at: time,
  created_by: id.nullish(),
});
export type OldTournament = z.infer<typeof oldTournament>;

export const oldParticipant = z.object({
  id,
  tournament_id: z.int().nullable(),
  user_id: z.int().nullable(),
  name: z.string().nullable(),
  seed: z.int().nullable(),
  status: z.enum(['pending', 'approved']),
  created_at: time,
  /** Which of the participants with this user, and with this seed, in the tournament it is; the first one is 1. */
  user_rank: z.int(),
  seed_rank: z.int(),
});
export type OldParticipant = z.infer<typeof oldParticipant>;

export const oldMatch = z.object({
  id,
  tournament_id: z.int().nullable(),
  round: z.int(),
  match_number: z.int(),
  participant1_id: z.int().nullable(),
  participant2_id: z.int().nullable(),
  winner_id: z.int().nullable(),
  score: z.string().nullable(),
  created_at: time.optional(),
  /** Which of the matches at this place of the tournament it is; the first one is 1. */
  place_rank: z.int(),
});
export type OldMatch = z.infer<typeof oldMatch>;

/** @returns what is wrong with a row, for people */
export function faultOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}
