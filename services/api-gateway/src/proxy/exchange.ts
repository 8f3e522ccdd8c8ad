import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createReadRetries, lengthHeader, markerHeader } from '@gym/service-kit';
import { AppError } from '@gym/service-kit/errors';
import type { Dispatcher } from 'undici';
import { discardBody } from './body.js';
import { responseHeaders } from './response-headers.js';
import type { Method } from './routes.js';
import { tooLate, unreachable, type Upstream } from './upstream.js';
import { refuse, type Visit } from './visit.js';

/** The sidecar sends a body and its end apart. Waiting this long for the end makes one packet of most answers. */
const holdMs = 4;
const holdBytes = 32 * 1024;
/** Of a sidecar's own answer, for the log. */
const maxForeignBytes = 500;

export interface Outgoing {
  method: Method;
  path: string;
  headers: string[];
  body: Readable | null;
}

/** One request on its way to a service and back. Answers the client exactly once, whatever happens. */
export class Exchange implements Dispatcher.DispatchHandler {
  private readonly visit: Visit;
  private readonly upstream: Upstream;
  private readonly outgoing: Outgoing;
  private readonly timeoutMs: number;
  /** Wait before the next attempt, ms. */
  private readonly nextRetry: () => number | undefined;
  private readonly deadline: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  /** The client has its answer, or is gone. */
  private over = false;
  private head: { status: number; headers: string[] } | undefined;
  /** Status and text of an answer that no service made. */
  private foreign: { status: number; text: string } | undefined;
  /** Bytes of the whole body, as far as the service has told. */
  private length: number | undefined;
  private received = 0;
  private held: Buffer[] = [];
  private heldBytes = 0;
  private hold: NodeJS.Timeout | undefined;

  constructor(visit: Visit, upstream: Upstream, outgoing: Outgoing, timeoutMs: number) {
    this.visit = visit;
    this.upstream = upstream;
    this.outgoing = outgoing;
    this.timeoutMs = timeoutMs;
    const isRead = outgoing.method === 'GET' || outgoing.method === 'HEAD';
    this.nextRetry = isRead ? createReadRetries(timeoutMs) : () => undefined;
    this.deadline = setTimeout(() => this.timeOut(), timeoutMs);
    visit.res.once('close', () => this.close());
  }

  send(): void {
    if (this.over) return;
    this.foreign = undefined;
    this.upstream.pool.dispatch(this.outgoing, this);
  }

  /** The client is still sending its body: the service cannot have answered yet. */
  progress(): void {
    if (this.head === undefined && !this.over) this.deadline.refresh();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.over) controller.abort(new Error('the client is gone'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    if (headers[markerHeader] === undefined) {
      this.foreign = { status, text: '' };
      return;
    }
    clearTimeout(this.deadline);
    this.head = { status, headers: responseHeaders(headers, this.visit.headers) };
    this.length = this.outgoing.method === 'HEAD' ? undefined : lengthOf(headers[lengthHeader]);
    if (headers['content-type']?.startsWith('text/event-stream') === true) this.flush();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.foreign !== undefined) {
      if (this.foreign.text.length < maxForeignBytes) this.foreign.text += chunk.toString();
      return;
    }
    this.received += chunk.length;
    if (this.visit.res.headersSent) {
      if (!this.visit.res.write(chunk)) controller.pause();
      return;
    }
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.heldBytes > holdBytes) this.flush();
    else this.hold ??= setTimeout(() => this.flush(), holdMs);
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.over) return;
    if (this.length !== undefined && this.received !== this.length) {
      this.onResponseError(controller, new Error(`${this.received} of ${this.length} bytes arrived`));
      return;
    }
    if (this.foreign !== undefined) {
      this.failed(new Error(`${this.foreign.status} ${this.foreign.text}`), this.foreign.status >= 500);
      return;
    }
    const { req, res } = this.visit;
    this.finish();
    // A service may answer before it has read the whole body.
    discardBody(req);
    if (res.headersSent || this.head === undefined) {
      res.end();
      return;
    }
    const { status, headers } = this.head;
    const bodyless = this.outgoing.method === 'HEAD' || status === 204 || status === 304;
    if (!bodyless) headers.push('content-length', String(this.heldBytes));
    res.writeHead(status, headers);
    // As text of one byte per character it goes out in one piece with the headers, a buffer would follow them.
    res.end(this.heldBytes === 0 ? undefined : whole(this.held).toString('latin1'), 'latin1');
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.over) return;
    if (this.head !== undefined) {
      // Part of the answer may be out: only a broken connection tells the client that it is not whole.
      this.finish();
      this.visit.log.warn(`${this.upstream.appId} stopped in the middle of its answer`, {
        request_id: this.visit.requestId,
        cause: error.message,
      });
      this.visit.res.destroy();
      return;
    }
    this.failed(error, true);
  }

  /** No service answered. */
  private failed(cause: Error, transient: boolean): void {
    const delay = transient ? this.nextRetry() : undefined;
    if (cause instanceof AppError) this.answer(cause);
    else if (delay !== undefined) setTimeout(() => this.send(), delay);
    else this.answer(unreachable(this.upstream, cause));
  }

  private timeOut(): void {
    this.answer(tooLate(this.upstream, this.timeoutMs));
  }

  private answer(refusal: AppError): void {
    if (this.over) return;
    this.finish();
    this.controller?.abort(refusal);
    refuse(this.visit, refusal);
  }

  /** Sends what is held and streams from here on. */
  private flush(): void {
    clearTimeout(this.hold);
    if (this.over || this.head === undefined) return;
    const { res } = this.visit;
    res.writeHead(this.head.status, this.head.headers);
    if (this.held.length === 0) res.flushHeaders();
    else if (!res.write(whole(this.held))) this.controller?.pause();
    this.held = [];
    res.on('drain', () => this.controller?.resume());
  }

  /** The connection to the client closed; before the end, that means it went away. */
  private close(): void {
    if (this.over) return;
    this.finish();
    this.controller?.abort(new Error('the client is gone'));
  }

  private finish(): void {
    this.over = true;
    this.upstream.inFlight -= 1;
    clearTimeout(this.deadline);
    clearTimeout(this.hold);
  }
}

function lengthOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

function whole(chunks: Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
