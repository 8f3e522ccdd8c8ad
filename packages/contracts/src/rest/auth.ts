import { z } from 'zod';
import { email, id, line, pathId, role } from '../fields.js';

/** bcrypt reads 72 bytes and stops at NUL: longer or cut passwords are refused instead of silently shortened. */
export const newPassword = z
  .string()
  .min(8)
  .refine((value) => new TextEncoder().encode(value).length <= 72, 'must not be longer than 72 bytes')
  .refine((value) => !value.includes('\0'), 'must not contain a NUL character');

export const registration = z
  .object({ email, password: newPassword, full_name: line(120), role: role.default('member') })
  .meta({ id: 'Registration' });

export const registered = z
  .object({ detail: z.string(), user: z.object({ email: z.string(), role, is_approved: z.boolean() }) })
  .meta({ id: 'Registered' });

/** Compared with what is stored, and not judged: an account may be older than the rules for addresses. */
const loginName = z.string().trim().toLowerCase().min(1).max(254);

export const credentials = z
  .object({ email: loginName, password: z.string().min(1).max(1000) })
  .meta({ id: 'Credentials' });

export const session = z
  .object({
    access_token: z.string(),
    expires_in: z.int().describe('seconds until the access token expires'),
    refresh_token: z.string().describe('gets the next pair of tokens, once'),
    user: z.object({ id, email: z.string(), role }),
  })
  .meta({ id: 'Session' });

export const refreshRequest = z.object({ refresh_token: z.string().min(1).max(200) }).meta({ id: 'RefreshRequest' });

/** A login on one device, as its owner sees it. */
export const openSession = z
  .object({
    id,
    device: z.string().nullable().describe('what the browser or program calls itself'),
    address: z.string().nullable().describe('where it was used last'),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().describe('the last login or refresh'),
    expires_at: z.iso.datetime(),
    current: z.boolean().describe('the session of this very request'),
  })
  .meta({ id: 'OpenSession' });

export const sessionQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: pathId.optional(),
});
export const sessionPage = z
  .object({ items: z.array(openSession), next_cursor: z.string().nullable() })
  .meta({ id: 'SessionPage' });
export const sessionId = z.object({ id: pathId });
export const sessionsEnded = z.object({ detail: z.string() }).meta({ id: 'SessionsEnded' });

export const validation = z
  .object({
    valid: z.boolean(),
    user_id: id,
    email: z.string(),
    role,
    is_active: z.boolean(),
    is_approved: z.boolean(),
    is_banned: z.boolean(),
  })
  .meta({ id: 'Validation' });

export const newAdmin = z.object({ email, password: newPassword, full_name: line(120) }).meta({ id: 'NewAdmin' });

export const createdAdmin = z
  .object({ detail: z.string(), user: z.object({ id, email: z.string(), role }) })
  .meta({ id: 'CreatedAdmin' });

/** What was typed as a password: anything that is not absurdly long. */
const typedPassword = z.string().min(1).max(1000);

export const passwordChange = z
  .object({ old_password: typedPassword, new_password: newPassword })
  .meta({ id: 'PasswordChange' });
export const forgottenPassword = z.object({ email: loginName }).meta({ id: 'ForgottenPassword' });
/** `token` is the last part of the link in the mail: 256 random bits. */
export const passwordReset = z
  .object({ token: z.string().regex(/^[\w-]{43}$/, 'is no part of a link of ours'), new_password: newPassword })
  .meta({ id: 'PasswordReset' });
export const passwordChanged = z.object({ detail: z.string() }).meta({ id: 'PasswordChanged' });

export const unlocking = z.object({ user_id: id }).meta({ id: 'Unlocking' });
export const unlocked = z.object({ detail: z.string(), user_id: id }).meta({ id: 'Unlocked' });

/** RFC 7517 key set with EC P-256 public keys. */
export const keySet = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal('ES256'),
        use: z.literal('sig'),
      }),
    ),
  })
  .meta({ id: 'KeySet' });
export type KeySet = z.infer<typeof keySet>;

/** What an access token says about its bearer. */
export const accessClaims = z.object({
  sub: z.string().regex(/^[1-9]\d{0,9}$/),
  email: z.string(),
  role,
  /** The session it belongs to: with its end the token ends too. */
  sid: id,
  /** The version of the standing that `role` was read from: what is known to be older is refused. */
  ver: z.int().min(0),
  iat: z.int(),
  exp: z.int(),
});
export const tokenIssuer = 'gym-auth';
export const tokenAudience = 'gym-platform';
