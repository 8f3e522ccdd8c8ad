import type { IncomingHttpHeaders } from 'node:http';
import { cacheTagsHeader, lengthHeader, markerHeader, retryRead } from '@gym/service-kit';
import { AppError } from '@gym/service-kit/errors';
import type { Dispatcher } from 'undici';
import { responseHeaders } from '../proxy/response-headers.js';
import { enter, tooLate, unreachable, type Upstream } from '../proxy/upstream.js';
import { SharedAnswer } from './shared-answer.js';

/** No list or bracket comes near it. */
const maxBytes = 16 * 1_048_576;

/**
 * Reads an answer as a whole, and again while no service answers.
 * @throws AppError 503 or 504 when there was none in time, 502 for one that is too large
 */
export async function readUpstream(
  upstream: Upstream,
  path: string,
  headers: string[],
  timeoutMs: number,
): Promise<SharedAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  enter(upstream);
  try {
    return await retryRead(timeoutMs, () => attempt(upstream, { method: 'GET', path, headers, signal }, timeoutMs));
  } finally {
    upstream.inFlight -= 1;
  }
}

async function attempt(
  upstream: Upstream,
  request: Dispatcher.RequestOptions,
  timeoutMs: number,
): Promise<SharedAnswer> {
  let response: Dispatcher.ResponseData;
  let body: Buffer;
  try {
    response = await upstream.pool.request(request);
    body = await whole(response.body);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (cause instanceof Error && cause.name === 'TimeoutError') throw tooLate(upstream, timeoutMs, cause);
    throw unreachable(upstream, cause);
  }
  const { statusCode: status, headers } = response;
  const foreign = headers[markerHeader] === undefined;
  if (foreign || !isWhole(headers, body)) {
    const cause = new Error(`${status} ${foreign ? body.toString('utf8', 0, 500) : 'stopped in the middle'}`);
    throw unreachable(upstream, cause);
  }
  return new SharedAnswer({ status, headers: responseHeaders(headers, []), body, ...declared(status, headers) });
}

/** An answer without a version or tags is for those who asked, and is not kept. */
function declared(status: number, headers: IncomingHttpHeaders): Pick<SharedAnswer, 'etag' | 'tags'> {
  const tags = headers[cacheTagsHeader];
  if (status !== 200 || typeof tags !== 'string') return { etag: undefined, tags: undefined };
  return { etag: headers.etag, tags: tags.split(' ') };
}

function isWhole(headers: IncomingHttpHeaders, body: Buffer): boolean {
  const length = headers[lengthHeader];
  return typeof length !== 'string' || Number(length) === body.length;
}

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new AppError(502, 'answer-too-large', 'Bad gateway', { detail: 'The answer is larger than 16 MiB.' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
