import { createPublicKey, type KeyObject } from 'node:crypto';
import { authApi, type Role } from '@gym/contracts';
import jwt from 'jsonwebtoken';
import { forbidden, unauthorized, unavailable } from './errors.js';

/** Who sent the request, as the verified access token says. */
export interface Caller {
  id: number;
  email: string;
  role: Role;
  sessionId: number;
  /** The version of the standing that `role` was read from. */
  version: number;
}

/** Gives the public key of a key id, or undefined when nobody issued such a key. */
export type KeySource = (kid: string) => Promise<KeyObject | undefined>;

/** What decides about an access token. */
export interface TokenRules {
  keys: KeySource;
  /** Whether its session has ended, or its bearer's standing has changed since. */
  isRevoked(caller: Caller): Promise<boolean>;
}

const rank: Record<Role, number> = { member: 0, trainer: 1, admin: 2 };

/** `admin` may all that `trainer` may, and `trainer` all that `member` may. */
export function hasRole(caller: Caller, needed: Role): boolean {
  return rank[caller.role] >= rank[needed];
}

export function requireRole(caller: Caller, needed: Role): void {
  if (!hasRole(caller, needed)) throw forbidden(`This needs the role ${needed}.`, 'role-too-low');
}

/**
 * Verifies the bearer of a request by itself: algorithm, issuer and audience are pinned.
 * @throws AppError 401 for a missing, malformed, expired, forged or revoked token
 */
export async function authenticate(authorization: string | undefined, rules: TokenRules): Promise<Caller> {
  const caller = await verifiedCaller(authorization, rules.keys);
  if (await rules.isRevoked(caller)) {
    throw unauthorized('This login has ended or has changed. Please log in again.', 'invalid-token');
  }
  return caller;
}

async function verifiedCaller(authorization: string | undefined, keys: KeySource): Promise<Caller> {
  if (authorization === undefined) throw unauthorized('This needs an access token.', 'no-token');
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw unauthorized('The access token is malformed.', 'invalid-token');
  const known = verified.get(token);
  const kid = known?.kid ?? keyIdOf(token);
  const key = await keys(kid);
  if (key === undefined) throw unauthorized('The access token is not valid.', 'invalid-token');
  if (known?.key === key && Date.now() < known.expiresAt) return { ...known.caller };
  const claims = authApi.accessClaims.safeParse(verify(token, key));
  if (!claims.success) throw unauthorized('The access token is not valid.', 'invalid-token');
  const { sub, email, role, sid, ver, exp } = claims.data;
  const caller = { id: Number(sub), email, role, sessionId: sid, version: ver };
  remember(token, { kid, key, caller, expiresAt: exp * 1000 });
  return { ...caller };
}

interface VerifiedToken {
  kid: string;
  /** The very key that verified it: a key that is gone or replaced takes its tokens along. */
  key: KeyObject;
  caller: Caller;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * A page sends the same token with every request for 15 minutes, and its signature takes 0.17 ms to check: 97 % of that
 * is the curve in OpenSSL, so no other library would make it cheaper (measured). About 8 MB when full.
 */
const verified = new Map<string, VerifiedToken>();
const maxVerified = 10_000;

function remember(token: string, entry: VerifiedToken): void {
  verified.set(token, entry);
  if (verified.size <= maxVerified) return;
  const oldest = verified.keys().next();
  if (oldest.done !== true) verified.delete(oldest.value);
}

function keyIdOf(token: string): string {
  const decoded = decode(token);
  const kid = decoded?.header.kid;
  if (kid === undefined) throw unauthorized('The access token is not valid.', 'invalid-token');
  return kid;
}

/** jsonwebtoken's decode throws on a header that is no JSON. */
function decode(token: string): jwt.Jwt | null {
  try {
    return jwt.decode(token, { complete: true });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function verify(token: string, key: KeyObject): unknown {
  try {
    return jwt.verify(token, key, {
      algorithms: ['ES256'],
      issuer: authApi.tokenIssuer,
      audience: authApi.tokenAudience,
    });
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) throw unauthorized('The access token has expired.', 'invalid-token');
    if (error instanceof jwt.JsonWebTokenError) throw unauthorized('The access token is not valid.', 'invalid-token');
    throw error;
  }
}

/** Public keys of a JWKS document by key id. */
export function keysOf(document: authApi.KeySet): Map<string, KeyObject> {
  return new Map(document.keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
}

/** The keys of auth-service, as far as they are known here. */
export interface RemoteKeys {
  /** @throws AppError 503 for a key that is not known while auth-service cannot be asked */
  find: KeySource;
  /** Asks for the present keys. Never throws: while auth-service is away, the known ones go on. */
  refresh(): Promise<void>;
}

/**
 * Caches the keys of auth-service; an unknown key id causes a refresh, at most one a second, so that forged key ids
 * cannot turn every service into a load generator.
 */
export function remoteKeys(load: () => Promise<authApi.KeySet>): RemoteKeys {
  let keys = new Map<string, KeyObject>();
  /** Why the last refresh failed. */
  let failure: { cause: unknown } | undefined;
  let refreshing: Promise<void> | undefined;
  let nextRefresh = 0;

  async function loadOnce(): Promise<void> {
    try {
      keys = unchanged(keys, keysOf(await load()));
      failure = undefined;
    } catch (error) {
      failure = { cause: error };
    } finally {
      nextRefresh = Date.now() + 1000;
      refreshing = undefined;
    }
  }

  function refresh(): Promise<void> {
    return (refreshing ??= loadOnce());
  }

  return {
    refresh,
    async find(kid) {
      if (!keys.has(kid) && (refreshing !== undefined || Date.now() >= nextRefresh)) await refresh();
      const key = keys.get(kid);
      if (key === undefined && failure !== undefined) {
        throw unavailable('Access tokens cannot be checked right now.', failure.cause);
      }
      return key;
    },
  };
}

/** The present keys, with the objects of those that were known: verified tokens are remembered by them. */
function unchanged(known: Map<string, KeyObject>, present: Map<string, KeyObject>): Map<string, KeyObject> {
  return new Map(
    [...present].map(([kid, key]) => {
      const before = known.get(kid);
      return [kid, before?.equals(key) === true ? before : key];
    }),
  );
}
