import { z } from 'zod';
import { id, role } from '../fields.js';
import { defineEvent } from './cloud-event.js';

/** Published by auth-service: somebody has credentials from now on. user-service makes the profile of it. */
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
);

/** Published by auth-service: the credentials of a deleted user are gone. */
export const accountDeleted = defineEvent('accounts', 'gym.account.deleted.v1', z.object({ user_id: id }));

/** Published by auth-service: these credentials stay, so the deletion has to be undone. */
export const accountDeletionRefused = defineEvent(
  'accounts',
  'gym.account.deletion-refused.v1',
  z.object({ user_id: id, reason: z.string() }),
);
