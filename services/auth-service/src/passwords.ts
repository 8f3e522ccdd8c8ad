import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { unavailable } from '@gym/service-kit/errors';
import bcrypt from 'bcrypt';
import { createBoundedQueue, QueueFullError } from './bounded-queue.js';

/** bcrypt reads no further, so a longer password would be accepted by its beginning alone. */
const maxBytes = 72;

/** bcrypt works in libuv's pool of 4 threads; one of them stays free for files and DNS. */
const threads = Math.min(availableParallelism(), 3);

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time without a hash, so that an answer does not tell whether the account exists. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/**
 * Slow on purpose, and therefore in line: what exceeds the cores waits, and what exceeds the queue is refused.
 * @param cost base 2 logarithm of the rounds
 * @param queue how many may wait
 */
export async function createPasswords(cost: number, queue: number): Promise<Passwords> {
  const enqueue = createBoundedQueue(threads, queue);
  const nobodysHash = await bcrypt.hash(randomBytes(32).toString('base64'), cost);

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await enqueue(work);
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      throw unavailable('Too many people are logging in right now. Please try again in a few seconds.', undefined, 5);
    }
  }

  return {
    hash: (password) => inLine(() => bcrypt.hash(password, cost)),
    async verify(password, hash) {
      const comparable = hash !== undefined && Buffer.byteLength(password) <= maxBytes;
      const matches = await inLine(() => bcrypt.compare(password, comparable ? hash : nobodysHash));
      return comparable && matches;
    },
  };
}
