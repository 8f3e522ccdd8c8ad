import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { AppError, badRequest } from '../errors.js';

export const keyHeader = 'idempotency-key';
export const replayedHeader = 'idempotency-replayed';
/** How long the first answer is given again. */
export const keptSeconds = 86_400;

/** A request that its sender may send again, told apart by a key of the sender's choice. */
export interface KeyedRequest {
  /** Whose key it is: keys of different callers never meet. */
  scope: string;
  key: string;
  /** The same for the same request; says nothing to who does not know the secret. */
  fingerprint: Buffer;
}

/** An answer as it goes out. */
export interface KeptAnswer {
  status: number;
  /** Those the handler set. */
  headers: Record<string, string>;
  /** JSON text. */
  body: string;
}

export interface AnswerStore {
  /**
   * Lets a request take effect once, however often it is sent, and gives its first answer again. Answers of requests
   * that failed are not kept: nothing happened, so the next one is judged afresh.
   * @throws AppError 422 when the key came with another request, 409 while the first one takes too long
   */
  once(request: KeyedRequest, handle: () => Promise<KeptAnswer>): Promise<{ answer: KeptAnswer; isReplay: boolean }>;
}

/**
 * @param scope who asks
 * @param secret makes the fingerprint worthless for guessing passwords out of it; it must not be in the store
 * @throws AppError 400 for a key that is none
 */
export function keyedRequest(req: Request, scope: string, secret: string): KeyedRequest {
  const key = req.get(keyHeader) ?? '';
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw badRequest('The Idempotency-Key must be 1 to 255 visible ASCII characters.', 'invalid-idempotency-key');
  }
  const request = JSON.stringify([req.method, req.path.replace(/\/+$/, ''), req.query, req.body]);
  return {
    scope,
    key,
    fingerprint: createHmac('sha256', secret).update(request).digest(),
  };
}

/** @throws AppError 422 */
export function requireSame(request: KeyedRequest, fingerprint: Buffer): void {
  if (request.fingerprint.equals(fingerprint)) return;
  throw new AppError(422, 'idempotency-key-reused', 'Idempotency key reused', {
    detail: 'This Idempotency-Key was used for another request; take a new one.',
  });
}

export function stillInProgress(cause?: unknown): AppError {
  return new AppError(409, 'idempotency-in-progress', 'Conflict', {
    detail: 'The first request with this Idempotency-Key is still being worked on.',
    headers: { 'retry-after': '2' },
    cause,
  });
}
