import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** What a client keeps: 64 characters of base64url. Only hashes of both parts are stored. */
export interface RefreshToken {
  /** 128 bits that all tokens of a session share: a token that is too old still tells whose session was copied. */
  family: Buffer;
  /** 256 bits that are new in each token. */
  secret: Buffer;
}

const familyBytes = 16;
const secretBytes = 32;
const pattern = /^[\w-]{64}$/;

/** @param family of the token before it; left out for the first one of a session */
export function makeRefreshToken(family: Buffer = randomBytes(familyBytes)): RefreshToken {
  return { family, secret: randomBytes(secretBytes) };
}

export function writeRefreshToken({ family, secret }: RefreshToken): string {
  return Buffer.concat([family, secret]).toString('base64url');
}

/** @returns undefined for what never was a refresh token */
export function readRefreshToken(text: string): RefreshToken | undefined {
  if (!pattern.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return { family: bytes.subarray(0, familyBytes), secret: bytes.subarray(familyBytes) };
}

/** No salt and no rounds: nobody can guess 128 random bits. */
export function hashOf(part: Buffer): Buffer {
  return createHash('sha256').update(part).digest();
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts the next secret with the one before it: who reads the database learns neither. */
export function sealSuccessor(secret: Buffer, next: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, sealingKey(secret), nonce, { authTagLength: tagBytes });
  return Buffer.concat([nonce, sealing.update(next), sealing.final(), sealing.getAuthTag()]);
}

/** @throws when it was sealed with another secret */
export function openSuccessor(secret: Buffer, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(0, nonceBytes);
  const opening = createDecipheriv(cipher, sealingKey(secret), nonce, { authTagLength: tagBytes });
  opening.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([opening.update(sealed.subarray(nonceBytes, -tagBytes)), opening.final()]);
}

function sealingKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'gym refresh token successor', 32));
}
