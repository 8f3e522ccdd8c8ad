import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What belongs to the request being served; log lines, outgoing calls and events carry it along. */
export interface RequestContext {
  /** Of the request; of the event for what follows from one. */
  requestId: string;
  /** W3C trace context of this hop. */
  traceparent: string;
  userId?: number;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** A client's own id is taken only if it can neither forge log lines nor fill them. */
export function requestIdFrom(header: string | undefined): string {
  return header !== undefined && /^[\w.-]{1,128}$/.test(header) ? header : randomUUID();
}
