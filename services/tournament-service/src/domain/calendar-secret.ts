import { createHash } from 'node:crypto';

/** What is kept of a secret: it is random and long, so that a slow hash would protect nothing more. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
