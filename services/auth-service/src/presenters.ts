import type { authApi, personalDataApi } from '@gym/contracts';
import type { z } from 'zod';
import { isInGoodStanding } from './domain/standing.js';
import type { Grant } from './sessions.js';
import { tokenLifetime } from './signing-keys.js';
import type { SessionRow } from './store/sessions.js';
import type { Account, OwnAccount } from './store/users.js';
import type { History } from './throttle.js';

/** The only way from a row to an answer; the hash has no way out. */
export function presentIdentity({ id, email, role }: Account): z.input<typeof authApi.createdAdmin>['user'] {
  return { id, email, role };
}

export function presentRegistered({ email, role, is_approved }: Account): z.input<typeof authApi.registered>['user'] {
  return { email, role, is_approved };
}

export function presentSession(grant: Grant, accessToken: string): z.input<typeof authApi.session> {
  return {
    access_token: accessToken,
    expires_in: tokenLifetime,
    refresh_token: grant.refreshToken,
    user: presentIdentity(grant.account),
  };
}

/** @param current the id of the session that asks */
export function presentOpenSession(session: SessionRow, current: number): z.input<typeof authApi.openSession> {
  return { ...presentOwnSession(session), current: session.id === current };
}

function presentOwnSession({ id, device, address, created_at, last_used_at, expires_at }: SessionRow) {
  return {
    id,
    device,
    address,
    created_at: created_at.toISOString(),
    last_used_at: last_used_at.toISOString(),
    expires_at: expires_at.toISOString(),
  };
}

/** `valid`: the account may be used right now, whatever the token says. */
export function presentValidation(account: Account): z.input<typeof authApi.validation> {
  const { id, email, role, is_active, is_approved, is_banned } = account;
  return { valid: isInGoodStanding(account), user_id: id, email, role, is_active, is_approved, is_banned };
}

/** For the owner of the account. */
export function presentExport(
  account: OwnAccount,
  sessions: SessionRow[],
  resets: { requested_at: Date; expires_at: Date | null }[],
  { failures, lastFailureAt, places }: History,
): z.input<typeof personalDataApi.exportedAccount> {
  const { email, full_name, role, is_active, is_approved, is_banned, rejection_reason } = account;
  return {
    email,
    full_name,
    role,
    is_active,
    is_approved,
    is_banned,
    rejection_reason,
    created_at: account.created_at.toISOString(),
    password_changed_at: instant(account.password_changed_at),
    sessions: sessions.map(presentOwnSession),
    password_resets: resets.map(({ requested_at, expires_at }) => ({
      requested_at: requested_at.toISOString(),
      expires_at: instant(expires_at),
    })),
    login_attempts: {
      failures,
      last_failure_at: lastFailureAt === 0 ? null : new Date(lastFailureAt).toISOString(),
      known_places: places.map(({ place, at }) => ({ hash: place, last_login_at: new Date(at).toISOString() })),
    },
  };
}

const instant = (time: Date | null): string | null => time?.toISOString() ?? null;
