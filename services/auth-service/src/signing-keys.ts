import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { authApi, type Role } from '@gym/contracts';
import { keysOf, type KeySource } from '@gym/service-kit';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** Seconds. Short, because a service that hears of nothing lets a token in until its end. */
export const tokenLifetime = 15 * 60;

/**
 * Milliseconds between the publication of a new key and its first signature: by then every replica publishes it, so
 * that nobody is asked about a key that he does not know yet.
 */
export const adoptionMs = 30_000;
/** Milliseconds. The secret is read again no sooner. */
const freshMs = 1000;

/** Whom a token is about. */
export interface Bearer {
  id: number;
  email: string;
  role: Role;
  standing_version: number;
}

export interface SigningKeys {
  sign(grant: { account: Bearer; sessionId: number }): string;
  /** What other services verify with. */
  readonly published: authApi.KeySet;
  readonly source: KeySource;
  /**
   * Reads the secret again, so that keys change without a restart: a key that is new verifies from now on, one that is
   * gone no longer. @throws when the secret cannot be read or is damaged; the keys stay as they were
   */
  refresh(): Promise<void>;
}

/** The secret `jwt-signing`: PEM by key id, and which of them signs. The others still verify, for a rotation. */
const secretSchema = z.object({ active: z.string().min(1) }).catchall(z.string());

interface KeyRing {
  active: string;
  keys: Map<string, KeyObject>;
  published: authApi.KeySet;
  verifying: Map<string, KeyObject>;
}

/** @param read the secret. @throws as `refresh` does */
export async function openSigningKeys(
  read: () => Promise<Record<string, string>>,
  now: () => number = Date.now,
): Promise<SigningKeys> {
  let ring = readKeyRing(await read());
  let readAt = now();
  let signer = ring.active;
  /** The next signer, and from when on. */
  let next: { kid: string; at: number } | undefined;
  let reading: Promise<void> | undefined;

  async function readAgain(): Promise<void> {
    try {
      ring = readKeyRing(await read());
    } finally {
      readAt = now();
      reading = undefined;
    }
    if (!ring.keys.has(signer)) signer = ring.active;
    if (ring.active === signer) next = undefined;
    else if (next?.kid !== ring.active) next = { kid: ring.active, at: readAt + adoptionMs };
  }

  return {
    get published() {
      return ring.published;
    },
    source: (kid) => Promise.resolve(ring.verifying.get(kid)),
    refresh: () => (now() - readAt < freshMs ? Promise.resolve() : (reading ??= readAgain())),
    sign({ account: { id, email, role, standing_version }, sessionId }) {
      if (next !== undefined && now() >= next.at) {
        signer = next.kid;
        next = undefined;
      }
      const key = ring.keys.get(signer);
      if (key === undefined) throw new Error(`the key "${signer}" is gone`);
      return jwt.sign({ email, role, sid: sessionId, ver: standing_version }, key, {
        algorithm: 'ES256',
        keyid: signer,
        issuer: authApi.tokenIssuer,
        audience: authApi.tokenAudience,
        subject: String(id),
        expiresIn: tokenLifetime,
      });
    },
  };
}

/** @throws when the secret has no active key, or one that is not EC P-256; the message never shows a key */
function readKeyRing(secret: Record<string, string>): KeyRing {
  const { active, ...pems } = secretSchema.parse(secret);
  const keys = new Map(Object.entries(pems).map(([kid, pem]) => [kid, privateKeyOf(kid, pem)]));
  if (!keys.has(active)) throw new Error(`the secret jwt-signing has no key "${active}"`);
  const published = { keys: [...keys].map(([kid, key]) => publicKeyOf(kid, key)) };
  return { active, keys, published, verifying: keysOf(published) };
}

function privateKeyOf(kid: string, pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch (error) {
    throw new Error(`the key "${kid}" of the secret jwt-signing cannot be read`, { cause: error });
  }
  throw new Error(`the key "${kid}" of the secret jwt-signing is not on the curve P-256`);
}

function publicKeyOf(kid: string, key: KeyObject): authApi.KeySet['keys'][number] {
  const { x, y } = z.object({ x: z.string(), y: z.string() }).parse(createPublicKey(key).export({ format: 'jwk' }));
  return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' };
}
