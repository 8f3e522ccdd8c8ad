import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Hashes of the replaced system, as Werkzeug 2.3 to 3.1 wrote them:
 * `scrypt:N:r:p$salt$hex` and `pbkdf2:sha256:iterations$salt$hex`. The salt is used as it is written.
 */
const scryptPattern = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2})\$([^$]+)\$([\da-f]{128})$/;
const pbkdf2Pattern = /^pbkdf2:sha256:(\d{1,7})\$([^$]+)\$([\da-f]{64})$/;

/** Bytes of memory that one verification may take; N = 32768 and r = 8, the default, take half of it. */
const maxMemory = 64 * 1024 * 1024;
/** Blocks times rounds; the default is 32768 * 8 * 1. A second of one core at the most. */
const maxScryptWork = 8 * 32_768 * 8;
/** The default was 260,000 to 1,000,000. */
const maxIterations = 2_000_000;

const deriveScrypt = promisify<string, string, number, object, Buffer>(scrypt);
const derivePbkdf2 = promisify(pbkdf2);

export type LegacyHash = (password: string) => Promise<boolean>;

/**
 * @returns how to verify with this hash; undefined for what is none, or would take more memory or time than any that
 *   the replaced system made
 */
export function readLegacyHash(hash: string): LegacyHash | undefined {
  const [, cost = '', block = '', parallel = '', scryptSalt, scryptHex] = scryptPattern.exec(hash) ?? [];
  if (scryptSalt !== undefined && scryptHex !== undefined) {
    return readScrypt({ N: Number(cost), r: Number(block), p: Number(parallel) }, scryptSalt, scryptHex);
  }
  const [, iterations = '', salt, hex] = pbkdf2Pattern.exec(hash) ?? [];
  if (salt === undefined || hex === undefined) return undefined;
  return readPbkdf2(Number(iterations), salt, hex);
}

function readScrypt(cost: { N: number; r: number; p: number }, salt: string, hex: string): LegacyHash | undefined {
  const { N, r, p } = cost;
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo || r < 1 || p < 1 || 128 * r * (N + p) > maxMemory || N * r * p > maxScryptWork) return undefined;
  const expected = Buffer.from(hex, 'hex');
  return async (password) => {
    // Node counts a little more than the formula, so its own limit is set above ours.
    const options = { ...cost, maxmem: 2 * maxMemory };
    return timingSafeEqual(await deriveScrypt(password, salt, expected.length, options), expected);
  };
}

function readPbkdf2(iterations: number, salt: string, hex: string): LegacyHash | undefined {
  if (iterations < 1 || iterations > maxIterations) return undefined;
  const expected = Buffer.from(hex, 'hex');
  return async (password) =>
    timingSafeEqual(await derivePbkdf2(password, salt, iterations, expected.length, 'sha256'), expected);
}
