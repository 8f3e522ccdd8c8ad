import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { defineGauge, inSpan } from '@gym/service-kit';
import { unavailable } from '@gym/service-kit/errors';
import bcrypt from 'bcrypt';
import { createBoundedQueue, QueueFullError } from './bounded-queue.js';
import { readLegacyHash, type LegacyHash } from './werkzeug.js';

/** bcrypt reads no further, so a longer password would be accepted by its beginning alone. */
const maxBytes = 72;

/** bcrypt works in libuv's pool of 4 threads; one of them stays free for files, DNS and hashes of the old system. */
const threads = Math.min(availableParallelism(), 3);

export interface Verification {
  isRight: boolean;
  /** Right, and the hash of the old system can be replaced by this one. */
  replacement?: string;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time without a hash, so that an answer does not tell whether the account exists. */
  verify(password: string, hash: string | undefined): Promise<Verification>;
}

/**
 * Slow on purpose, and therefore in line: what exceeds the cores waits, and what exceeds the queue is refused.
 * @param cost base 2 logarithm of the rounds
 * @param queue how many may wait
 */
export async function createPasswords(cost: number, queue: number): Promise<Passwords> {
  const enqueue = createBoundedQueue(threads, queue);
  defineGauge('gym_password_hashes', 'Passwords that are hashed or wait for it', ['state'], () => {
    const { running, waiting } = enqueue.load();
    return [
      [{ state: 'running' }, running],
      [{ state: 'waiting' }, waiting],
    ];
  });
  // One at a time: a hash of the old system takes up to 64 MiB while it is verified.
  const enqueueLegacy = createBoundedQueue(1, queue);
  const nobodysHash = await bcrypt.hash(randomBytes(32).toString('base64'), cost);

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await inSpan('bcrypt', {}, () => enqueue(work));
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      throw unavailable('Too many people are logging in right now. Please try again in a few seconds.', undefined, 5);
    }
  }

  /**
   * The new hash is made before the password is known to be right: with it, a hash of the old system takes the time
   * of one of ours, and of an account that does not exist.
   */
  async function verifyLegacy(password: string, isRightFor: LegacyHash): Promise<Verification> {
    const [isRight, replacement] = await Promise.all([
      enqueueLegacy(() => isRightFor(password)),
      bcrypt.hash(password, cost),
    ]);
    // What bcrypt would cut off keeps the hash it has.
    return isRight && isWhole(password) ? { isRight, replacement } : { isRight };
  }

  return {
    hash: (password) => inLine(() => bcrypt.hash(password, cost)),
    verify(password, hash) {
      const legacy = hash === undefined ? undefined : readLegacyHash(hash);
      if (legacy) return inLine(() => verifyLegacy(password, legacy));
      const comparable = hash !== undefined && isWhole(password);
      return inLine(async () => {
        const matches = await bcrypt.compare(password, comparable ? hash : nobodysHash);
        return { isRight: comparable && matches };
      });
    },
  };
}

/** Whether bcrypt would read all of it. */
function isWhole(password: string): boolean {
  return Buffer.byteLength(password) <= maxBytes && !password.includes('\0');
}
