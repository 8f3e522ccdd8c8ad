import type { CloudEvent } from '@gym/contracts';
import { SpanKind, type Span, type SpanOptions } from '@opentelemetry/api';
import { currentContext, type RequestContext } from '../context.js';
import { inSpanOf, startSpan, traceparentOf } from '../tracing/spans.js';
import { traceparentFrom } from '../tracing/traceparent.js';
import type { NewEvent } from './outbox.js';

/** An event on its way to the broker, and the span of that way if its trace is recorded. */
export interface Publication {
  event: CloudEvent;
  span: Span | undefined;
}

/** From now on the event names its publication as what it follows from. */
export function beginPublication(event: CloudEvent): Publication {
  const span = startSpan(event.traceparent, `publish ${event.type}`, optionsFor(event, SpanKind.PRODUCER));
  return { event: span ? { ...event, traceparent: traceparentOf(span) } : event, span };
}

/** Does what follows from an event as a step of its trace; log lines and further events carry that along. */
export function inSpanOfEvent<T>(event: CloudEvent, name: string, work: (span?: Span) => Promise<T>): Promise<T> {
  return inSpanOf(contextOf(event), `${name} ${event.type}`, optionsFor(event, SpanKind.CONSUMER), work);
}

/** Events are written at the end of a batch, when what they follow from is over. */
export function followingFromHere(events: NewEvent[]): NewEvent[] {
  const traceparent = currentContext()?.traceparent;
  return events.map((event) => Object.assign({}, event, { traceparent }));
}

function contextOf({ id, traceparent }: CloudEvent): RequestContext {
  return { requestId: id, traceparent: traceparentFrom(traceparent) };
}

function optionsFor({ id, source, subject, data }: CloudEvent, kind: SpanKind): SpanOptions {
  return {
    kind,
    attributes: { 'messaging.message.id': id, 'gym.source': source, 'gym.seq': data.seq, 'gym.subject': subject },
  };
}
