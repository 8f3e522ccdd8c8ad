import type { Request, Response } from 'express';
import { sendJson } from '../send-json.js';
import { keyedRequest, replayedHeader, type AnswerStore, type KeptAnswer } from './keyed-request.js';

/** What a service needs to answer once. */
export interface Once {
  answers: AnswerStore;
  /** Not in the store of the answers. */
  secret: string;
}

/**
 * Answers a request that has an `Idempotency-Key` with what `handle` makes of it, or made of it the first time.
 * @param scope who asks
 */
export async function answerOnce(
  { answers, secret }: Once,
  { req, res, scope }: { req: Request; res: Response; scope: string },
  status: number,
  handle: () => Promise<unknown>,
): Promise<void> {
  const request = keyedRequest(req, scope, secret);
  const { answer, isReplay } = await answers.once(request, () => keepable(res, status, handle));
  if (isReplay) res.set(replayedHeader, 'true');
  sendJson(res.set(answer.headers), answer.status, answer.body);
}

/** The answer as it will go out, so that it can go out again. */
async function keepable(res: Response, status: number, handle: () => Promise<unknown>): Promise<KeptAnswer> {
  const present = new Set(res.getHeaderNames());
  const body = JSON.stringify(await handle());
  if (res.headersSent) throw new Error('an operation that takes an Idempotency-Key must not answer by itself');
  const added = Object.entries(res.getHeaders()).filter(([name]) => !present.has(name));
  return { status, headers: Object.fromEntries(added.map(([name, value]) => [name, String(value)])), body };
}
