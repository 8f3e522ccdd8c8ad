import { z } from 'zod';
import { id, role } from '../fields.js';
import { defineEvent } from './cloud-event.js';

/** Whose act it was, for the audit log. */
const by = z.object({ actor_id: id, request_id: z.string().nullable() });

export const accountRegistered = defineEvent(
  'accounts',
  'gym.account.registered.v1',
  z.object({
    user_id: id,
    email: z.string(),
    full_name: z.string(),
    role,
    is_approved: z.boolean(),
    is_root_admin: z.boolean(),
    /** The admin who made the account; left out for people who registered by themselves. */
    by: by.optional(),
  }),
  'Somebody has credentials from now on; the profile is made of this.',
);

export const accountUnlocked = defineEvent(
  'accounts',
  'gym.account.unlocked.v1',
  z.object({ user_id: id, by }),
  'An admin has let somebody log in at once who had tried too often.',
);

export const accountDeleted = defineEvent(
  'accounts',
  'gym.account.deleted.v1',
  z.object({ user_id: id }),
  'The credentials of a deleted user are gone.',
);

export const sessionsEnded = defineEvent(
  'accounts',
  'gym.account.sessions-ended.v1',
  z.object({
    user_id: id,
    session_ids: z.array(id).min(1),
    /** Such as `logout`, `logout-all`, `ended`, `reuse`, `password-changed`, `banned`, `deleted`; more may follow. */
    reason: z.string(),
  }),
  'Logins have ended: their access tokens and sockets must not be accepted any longer.',
);

export const accountDeletionRefused = defineEvent(
  'accounts',
  'gym.account.deletion-refused.v1',
  z.object({ user_id: id, reason: z.string() }),
  'These credentials stay, so the deletion of the user has to be undone.',
);
