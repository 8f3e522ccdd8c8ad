import { z } from 'zod';
import { id, role } from '../fields.js';
import { defineEvent } from './cloud-event.js';

/**
 * The whole standing of a user after the change, with a version that grows by every change of that user:
 * a consumer that has seen a higher version ignores the event, so order and repetition do no harm.
 */
export const userStanding = z.object({
  user_id: id,
  version: z.int().min(1),
  role,
  is_approved: z.boolean(),
  is_banned: z.boolean(),
});
export type UserStanding = z.infer<typeof userStanding>;

export const userApproved = defineEvent('users', 'gym.user.approved.v1', userStanding);
export const userBanned = defineEvent(
  'users',
  'gym.user.banned.v1',
  userStanding.extend({ reason: z.string().nullable() }),
);
export const userUnbanned = defineEvent('users', 'gym.user.unbanned.v1', userStanding);
export const userDeleted = defineEvent(
  'users',
  'gym.user.deleted.v1',
  z.object({ user_id: id, version: z.int().min(1) }),
);

/** Published by user-service: an account has its profile, and the registration is complete. */
export const profileCreated = defineEvent(
  'users',
  'gym.user.profile-created.v1',
  z.object({ user_id: id, full_name: z.string() }),
);

/** Published by user-service: an account got no profile, so its registration has to be undone. */
export const profileRefused = defineEvent(
  'users',
  'gym.user.profile-refused.v1',
  z.object({ user_id: id, reason: z.string() }),
);

/** Published by user-service after the login of a deleted user is gone: nobody may keep the person any longer. */
export const userForgotten = defineEvent('users', 'gym.user.forgotten.v1', z.object({ user_id: id }));

/** Published by user-service: a deletion was undone. */
export const userRestored = defineEvent('users', 'gym.user.restored.v1', userStanding);
