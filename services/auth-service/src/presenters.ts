import type { authApi, personalDataApi } from '@gym/contracts';
import type { z } from 'zod';
import { isInGoodStanding } from './domain/standing.js';
import type { Grant } from './sessions.js';
import { tokenLifetime } from './signing-keys.js';
import type { SessionRow } from './store/sessions.js';
import type { Account } from './store/users.js';

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
  const { id, device, address, created_at, last_used_at, expires_at } = session;
  return {
    id,
    device,
    address,
    created_at: created_at.toISOString(),
    last_used_at: last_used_at.toISOString(),
    expires_at: expires_at.toISOString(),
    current: id === current,
  };
}

/** `valid`: the account may be used right now, whatever the token says. */
export function presentValidation(account: Account): z.input<typeof authApi.validation> {
  const { id, email, role, is_active, is_approved, is_banned } = account;
  return { valid: isInGoodStanding(account), user_id: id, email, role, is_active, is_approved, is_banned };
}

/** For the owner of the account. */
export function presentExport(account: Account): z.input<typeof personalDataApi.exportedAccount> {
  const { email, role, is_active, created_at } = account;
  return { email, role, is_active, created_at: created_at.toISOString() };
}
