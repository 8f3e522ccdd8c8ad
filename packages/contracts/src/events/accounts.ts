import { z } from 'zod';
import { id, role } from '../fields.js';
import { defineEvent } from './cloud-event.js';

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
  }),
  'Somebody has credentials from now on; the profile is made of this.',
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
