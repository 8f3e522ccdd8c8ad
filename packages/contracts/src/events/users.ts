import { z } from 'zod';
import { id, role } from '../fields.js';
import { defineEvent } from './cloud-event.js';

/**
 * The whole standing of a user after the change, with a version that grows by every change of that user:
 * a consumer that has seen a higher version ignores the event, so order and repetition do no harm. Version 0, in
 * snapshots only, is the standing before any change.
 */
export const userStanding = z.object({
  user_id: id,
  version: z.int().min(0),
  role,
  is_approved: z.boolean(),
  is_banned: z.boolean(),
  /** Why an admin refused the approval; null or left out when none did. */
  rejection_reason: z.string().nullable().optional(),
});
export type UserStanding = z.infer<typeof userStanding>;

export const userApproved = defineEvent(
  'users',
  'gym.user.approved.v1',
  userStanding,
  'A user may log in from now on.',
);
export const userRejected = defineEvent(
  'users',
  'gym.user.rejected.v1',
  userStanding.extend({ reason: z.string() }),
  'An admin refused to approve a user, who may not log in.',
);
export const userBanned = defineEvent(
  'users',
  'gym.user.banned.v1',
  userStanding.extend({ reason: z.string().nullable(), until: z.string().nullable().optional() }),
  'A user may do nothing until the ban is lifted.',
);
export const userRoleChanged = defineEvent(
  'users',
  'gym.user.role-changed.v1',
  userStanding.extend({ previous_role: role }),
  'A user has another role from now on; access tokens with the previous one are worth nothing.',
);
export const userUnbanned = defineEvent('users', 'gym.user.unbanned.v1', userStanding, 'The ban of a user is lifted.');
export const userDeleted = defineEvent(
  'users',
  'gym.user.deleted.v1',
  z.object({ user_id: id, version: z.int().min(1) }),
  'A user is deleted; the login is taken away next.',
);

export const profileCreated = defineEvent(
  'users',
  'gym.user.profile-created.v1',
  z.object({ user_id: id, full_name: z.string() }),
  'An account has its profile, and the registration is complete.',
);

export const profileUpdated = defineEvent(
  'users',
  'gym.user.profile-updated.v1',
  z.object({ user_id: id, full_name: z.string() }),
  'A user goes by another name from now on.',
);

export const profileRefused = defineEvent(
  'users',
  'gym.user.profile-refused.v1',
  z.object({ user_id: id, reason: z.string() }),
  'An account got no profile, so its registration has to be undone.',
);

export const userForgotten = defineEvent(
  'users',
  'gym.user.forgotten.v1',
  z.object({ user_id: id }),
  'The login of a deleted user is gone: nobody may keep the person any longer.',
);

export const userRestored = defineEvent(
  'users',
  'gym.user.restored.v1',
  userStanding,
  'The deletion of a user was undone.',
);
