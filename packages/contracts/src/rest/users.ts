import { z } from 'zod';
import { id, line, pathId, role } from '../fields.js';

export const user = z
  .object({
    id,
    email: z.string(),
    full_name: z.string(),
    role,
    is_approved: z.boolean(),
    is_banned: z.boolean(),
    is_root_admin: z.boolean(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const approval = z.object({ user_id: id }).meta({ id: 'Approval' });
export const ban = z.object({ user_id: id, reason: line(500).optional() }).meta({ id: 'Ban' });
export const unban = z.object({ user_id: id }).meta({ id: 'Unban' });
export const userChanged = z.object({ detail: z.string(), user_id: id }).meta({ id: 'UserChanged' });
/** `saga_id` names the work of the other services, which goes on after the answer. */
export const userDeleted = z.object({ detail: z.string(), saga_id: z.uuid() }).meta({ id: 'UserDeleted' });

/** The rows a list answers at most, whether or not a `limit` was given. */
export const maxListed = 1000;

/** Where a list goes on: what `next_cursor` of the page before said, which is the last id on it. */
const cursor = pathId.optional();
const limit = z.coerce.number().int().min(1).max(maxListed);

/** Without `limit` the list has the old shape, a bare array. */
export const listQuery = z.object({ limit: limit.optional(), cursor });
export const userPage = z.object({ items: z.array(user), next_cursor: z.string().nullable() }).meta({ id: 'UserPage' });
export const userList = z.union([z.array(user), userPage]);

/** Approved and not banned people, as a trainer picks them for a tournament. */
export const availableUsers = z
  .object({ users: z.array(z.object({ id, name: z.string(), email: z.string() })) })
  .meta({ id: 'AvailableUsers' });

/** What tournament-service asks user-service for. */
export const availableQuery = z.object({ limit: limit.default(maxListed), cursor });
export const availablePage = availableUsers.extend({ next_cursor: z.string().nullable() });
