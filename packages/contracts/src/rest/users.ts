import { z } from 'zod';
import { id, line, pathId, role, time } from '../fields.js';
import { emergencyContact, preferences } from './profiles.js';

/** How somebody stands: a ban counts before everything else; `active` people may log in. */
export const userStatus = z.enum(['pending', 'rejected', 'active', 'banned']);
export type UserStatus = z.infer<typeof userStatus>;

export const user = z
  .object({
    id,
    email: z.string(),
    full_name: z.string(),
    role,
    is_approved: z.boolean(),
    is_banned: z.boolean(),
    is_root_admin: z.boolean(),
    status: userStatus,
    created_at: z.string(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const approval = z.object({ user_id: id }).meta({ id: 'Approval' });

/** For people: shown to who is concerned, and kept in the audit log. */
const reason = line(500);

/** Without `until`, and with null, a ban has no end; banning again keeps the end that is known unless told otherwise. */
export const ban = z
  .object({ user_id: id, reason: reason.optional(), until: time.nullable().optional() })
  .meta({ id: 'Ban' });
export const rejection = z.object({ user_id: id, reason }).meta({ id: 'Rejection' });
export const roleChange = z.object({ role, reason: reason.optional() }).meta({ id: 'RoleChange' });

export const bulkApproval = z.object({ user_ids: z.array(id).min(1).max(100) }).meta({ id: 'BulkApproval' });
export const bulkApproved = z
  .object({ results: z.array(z.object({ user_id: id, outcome: z.enum(['approved', 'unchanged', 'not-found']) })) })
  .meta({ id: 'BulkApproved' });

/** What is known of somebody. Which of the optional fields are there depends on who asks. */
export const profile = user
  .extend({
    phone: z.string().nullable().optional(),
    birth_date: z.string().nullable().optional(),
    emergency_contact: emergencyContact.nullable().optional(),
    preferences: preferences.optional(),
    ban_reason: z.string().nullable().optional(),
    banned_until: z.string().nullable().optional(),
    rejection_reason: z.string().nullable().optional(),
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof profile>;

export const ownDeletion = z.object({ password: z.string().min(1).max(1000) }).meta({ id: 'OwnDeletion' });

/** How far a deletion is in the services that have to do with it. */
export const deletion = z
  .object({
    id: z.uuid(),
    state: z.enum(['running', 'completed', 'compensated']),
    steps: z.record(z.string(), z.enum(['pending', 'done', 'refused'])),
    started_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Deletion' });

export const auditEntry = z
  .object({
    id: z.int(),
    at: z.string(),
    /** Null: nobody, as for a ban that ended by itself. */
    actor_id: id.nullable(),
    user_id: id,
    action: z.string(),
    /** What changed of the standing. */
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    reason: z.string().nullable(),
    request_id: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});
export const auditPage = z
  .object({ items: z.array(auditEntry), next_cursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export const unban = z.object({ user_id: id }).meta({ id: 'Unban' });
export const userChanged = z.object({ detail: z.string(), user_id: id }).meta({ id: 'UserChanged' });
/** `saga_id` names the work of the other services, which goes on after the answer. */
export const userDeleted = z.object({ detail: z.string(), saga_id: z.uuid() }).meta({ id: 'UserDeleted' });

/** The rows a list answers at most, whether or not a `limit` was given. */
export const maxListed = 1000;

/** Where a list goes on: what `next_cursor` of the page before said, which is the last id on it. */
const cursor = pathId.optional();
const limit = z.coerce.number().int().min(1).max(maxListed);

/**
 * Without any of `limit`, `q`, `role` and `status` the list has the old shape, a bare array. `q` is the beginning of the
 * email, of the name or of a later word of it, whatever its case and accents. Its pages go by what was found, so their
 * cursor is another one than that of a list without `q`.
 */
export const listQuery = z.object({
  limit: limit.optional(),
  cursor: z.string().min(1).max(400).optional(),
  q: line(100).optional(),
  role: role.optional(),
  status: userStatus.optional(),
});
export const userPage = z.object({ items: z.array(user), next_cursor: z.string().nullable() }).meta({ id: 'UserPage' });
export const userList = z.union([z.array(user), userPage]);

/** Approved and not banned people, as a trainer picks them for a tournament. */
export const availableUsers = z
  .object({ users: z.array(z.object({ id, name: z.string(), email: z.string() })) })
  .meta({ id: 'AvailableUsers' });

/** What tournament-service asks user-service for. */
export const availableQuery = z.object({ limit: limit.default(maxListed), cursor });
export const availablePage = availableUsers.extend({ next_cursor: z.string().nullable() });

export { emergencyContact, maxPreferences, preferences, profileUpdate, type ProfileUpdate } from './profiles.js';
