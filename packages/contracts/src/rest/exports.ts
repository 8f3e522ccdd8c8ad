import { z } from 'zod';
import { id, role } from '../fields.js';
import { auditEntry, profile } from './users.js';

/** The rows of one kind that an export has at most, the newest ones; `is_complete` says whether these are all. */
export const maxExported = 1000;

/** What auth-service keeps of a person, without anything that could be used to log in. */
export const exportedAccount = z.object({
  email: z.string(),
  role,
  is_active: z.boolean(),
  created_at: z.string(),
});

/** What tournament-service keeps of a person. */
export const exportedEntries = z.object({
  entries: z.array(
    z.object({
      tournament_id: id,
      tournament: z.string(),
      name: z.string(),
      status: z.string(),
      seed: z.int().nullable(),
      points: z.int(),
      created_at: z.string(),
    }),
  ),
  matches: z.array(
    z.object({
      tournament_id: id,
      round: z.int(),
      match_number: z.int(),
      score: z.string().nullable(),
      has_won: z.boolean().nullable(),
    }),
  ),
  is_complete: z.boolean(),
});

/** All that the platform knows about a person. */
export const personalData = z
  .object({
    exported_at: z.string(),
    profile,
    account: exportedAccount,
    tournaments: exportedEntries,
    /** Decisions of staff about the person, newest first. */
    decisions: z.array(auditEntry.omit({ actor_id: true, request_id: true })),
  })
  .meta({ id: 'PersonalData' });

/** How auth-service is asked whether a password is right; the answer says nothing else. */
export const passwordQuestion = z.object({ password: z.string().min(1).max(1000) });
export const passwordAnswer = z.object({ is_right: z.boolean() });
