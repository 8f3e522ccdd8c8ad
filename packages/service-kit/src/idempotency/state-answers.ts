import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AppError, unavailable } from '../errors.js';
import type { Logger } from '../logger.js';
import type { VersionedState } from '../state.js';
import {
  keptSeconds,
  requireSame,
  stillInProgress,
  type AnswerStore,
  type KeptAnswer,
  type KeyedRequest,
} from './keyed-request.js';

/** Longer than any request takes. After a crash in the middle, the key can be used again from then on. */
const claimSeconds = 60;
const waitMs = 5000;
const pollMs = 50;

const answer = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() });
const stored = z.object({
  state: z.enum(['claimed', 'free', 'answered']),
  fingerprint: z.base64(),
  answer: answer.optional(),
});
type Stored = z.infer<typeof stored>;

/**
 * For a service without a database: the request claims its key, takes effect, and keeps its answer. These are three
 * steps and not one transaction: a crash between them lets a repetition take effect again after a minute.
 */
export function createStateAnswers(state: VersionedState, log: Logger): AnswerStore {
  async function read(request: KeyedRequest): Promise<{ value: Stored; etag: string } | undefined> {
    const found = await state.readState(nameOf(request));
    if (found === undefined) return undefined;
    const value = stored.parse(found.value);
    if (value.state !== 'free') requireSame(request, Buffer.from(value.fingerprint, 'base64'));
    return { value, etag: found.etag };
  }

  /** @returns the answer instead, if there is one already */
  async function claim(request: KeyedRequest): Promise<KeptAnswer | undefined> {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const found = await read(request);
      if (found?.value.answer) return found.value.answer;
      const isFree = found === undefined || found.value.state === 'free';
      if (isFree && (await write(request, { state: 'claimed' }, found?.etag ?? null))) return undefined;
      if (Date.now() > deadline) throw stillInProgress();
      await pause(pollMs);
    }
  }

  /** Every write names a version: the store refuses one without for a key that was once written with one. */
  function write(request: KeyedRequest, value: Omit<Stored, 'fingerprint'>, etag: string | null): Promise<boolean> {
    const fingerprint = request.fingerprint.toString('base64');
    const ttlSeconds = value.state === 'answered' ? keptSeconds : claimSeconds;
    return state.writeState(nameOf(request), { fingerprint, ...value }, { ttlSeconds, etag });
  }

  /** Of the work itself nothing is lost when this fails; the claim then ends by its age. */
  async function endClaim(request: KeyedRequest, value: Omit<Stored, 'fingerprint'>): Promise<void> {
    try {
      const claim = await state.readState(nameOf(request));
      if (await write(request, value, claim?.etag ?? null)) return;
      throw new Error('somebody else has written it');
    } catch (error) {
      log.warn('the answer to an Idempotency-Key is not kept', { error });
    }
  }

  return {
    async once(request, handle) {
      const first = await claim(request).catch((error: unknown) => {
        throw error instanceof AppError ? error : unavailable('This cannot be done once for sure right now.', error);
      });
      if (first) return { answer: first, isReplay: true };
      try {
        const fresh = await handle();
        await endClaim(request, { state: 'answered', answer: fresh });
        return { answer: fresh, isReplay: false };
      } catch (error) {
        await endClaim(request, { state: 'free' });
        throw error;
      }
    },
  };
}

/** Hashed, because keys of clients may hold what separates the parts of a state key. */
function nameOf({ scope, key }: KeyedRequest): string {
  return `idempotency-${createHash('sha256').update(`${scope} ${key}`).digest('base64url')}`;
}
