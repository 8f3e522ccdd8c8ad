import { z } from 'zod';
import { id, line, role } from '../fields.js';

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
export const done = z.object({ detail: z.string() }).meta({ id: 'Done' });

/** Approved and not banned people, as a trainer picks them for a tournament. */
export const availableUsers = z
  .object({ users: z.array(z.object({ id, name: z.string(), email: z.string() })) })
  .meta({ id: 'AvailableUsers' });
