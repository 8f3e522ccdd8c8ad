import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { authApi, type Role } from '@gym/contracts';
import { keysOf, type KeySource } from '@gym/service-kit';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** Seconds. Short, because nothing but its end takes a token back from a service that never asks. */
export const tokenLifetime = 15 * 60;

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
}

/** The secret `jwt-signing`: PEM by key id, and which of them signs. The others still verify, for a rotation. */
const secretSchema = z.object({ active: z.string().min(1) }).catchall(z.string());

/** @throws when the secret has no active key, or one that is not EC P-256; the message never shows a key */
export function readSigningKeys(secret: Record<string, string>): SigningKeys {
  const { active, ...pems } = secretSchema.parse(secret);
  const keys = new Map(Object.entries(pems).map(([kid, pem]) => [kid, privateKeyOf(kid, pem)]));
  const signingKey = keys.get(active);
  if (signingKey === undefined) throw new Error(`the secret jwt-signing has no key "${active}"`);
  const published = { keys: [...keys].map(([kid, key]) => publicKeyOf(kid, key)) };
  const verifying = keysOf(published);
  return {
    published,
    source: (kid) => Promise.resolve(verifying.get(kid)),
    sign: ({ account: { id, email, role, standing_version }, sessionId }) =>
      jwt.sign({ email, role, sid: sessionId, ver: standing_version }, signingKey, {
        algorithm: 'ES256',
        keyid: active,
        issuer: authApi.tokenIssuer,
        audience: authApi.tokenAudience,
        subject: String(id),
        expiresIn: tokenLifetime,
      }),
  };
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
