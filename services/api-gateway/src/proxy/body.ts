import type { IncomingMessage } from 'node:http';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { maxBodyBytes } from '@gym/contracts';
import { AppError, badRequest, bodyTooLarge } from '@gym/service-kit/errors';
import type { Method } from './routes.js';

/** What of a refused body is read, so that a client that sends first and listens later hears the answer. */
const discardBytes = 32 * maxBodyBytes;
const discardMs = 5000;

export interface Body {
  stream: Readable | null;
  /** Headers that belong to the body, as a flat list. */
  headers: string[];
}

/**
 * The body of a request as a stream that is cut at its limit.
 *
 * The sidecar buffers a body of known length and sends the request up to four times when a connection between
 * sidecars breaks, also after the service has done its work. That is right for what may be repeated. Other requests
 * (POST and PATCH without an `Idempotency-Key`) go chunked, which the sidecar sends once.
 * @param limit bytes
 * @throws AppError 400, 413 or 415 before anything was sent
 */
export function bodyOf(
  req: IncomingMessage,
  { method, limit }: { method: Method; limit: number },
  onProgress: () => void,
): Body {
  const { headers } = req;
  const length = Number(headers['content-length'] ?? 0);
  const chunked = headers['transfer-encoding'] !== undefined;
  if (length > limit) throw bodyTooLarge(limit);
  const hasBody = chunked || length > 0;
  if (hasBody && (method === 'GET' || method === 'HEAD'))
    throw badRequest(`A ${method} has no body.`, 'unexpected-body');
  if (hasBody && (headers['content-encoding'] ?? 'identity') !== 'identity') {
    const detail = 'Send the body without a content encoding.';
    throw new AppError(415, 'unsupported-media-type', 'Unsupported media type', { detail });
  }
  const once = (method === 'POST' || method === 'PATCH') && headers['idempotency-key'] === undefined;
  if (!hasBody) return { stream: once ? Readable.from([]) : null, headers: [] };
  const stream = req.pipe(new BodyLimit(limit, onProgress));
  // Its errors arrive where the request is sent; without a listener of its own a late one would end the process.
  stream.on('error', () => undefined);
  return { stream, headers: once || chunked ? [] : ['content-length', String(length)] };
}

/** Ends with a 413 instead of the byte after the last one allowed. */
class BodyLimit extends Transform {
  private readonly limit: number;
  private readonly onProgress: () => void;
  private bytes = 0;

  constructor(limit: number, onProgress: () => void) {
    // In object mode undici cannot measure a body that is complete already, and so never makes its length known.
    super({ readableObjectMode: true, readableHighWaterMark: 4 });
    this.limit = limit;
    this.onProgress = onProgress;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.onProgress();
    if (this.bytes > this.limit) done(bodyTooLarge(this.limit));
    else done(null, chunk);
  }
}

/** Reads and forgets what is left of a body whose answer is known; a client that sends on and on is cut off. */
export function discardBody(req: IncomingMessage): void {
  if (req.complete || req.destroyed) return;
  let bytes = 0;
  const timer = setTimeout(() => req.destroy(), discardMs);
  req.unpipe();
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > discardBytes) req.destroy();
  });
  req.once('close', () => clearTimeout(timer));
  req.resume();
}
