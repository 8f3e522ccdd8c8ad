import { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type Span, type SpanOptions } from '@opentelemetry/api';
import { currentContext, runInContext, type RequestContext } from '../context.js';
import { isRecorded, isTraceparent } from './traceparent.js';

/** Does nothing until `startTracing` has found somebody who takes spans. */
const tracer = trace.getTracer('@gym/service-kit');

/** Begins a span in a recorded trace. @returns undefined for any other, which costs a comparison */
export function startSpan(parent: string | undefined, name: string, options: SpanOptions): Span | undefined {
  return isRecorded(parent) ? tracer.startSpan(name, options, remote(parent)) : undefined;
}

/** Begins to record, also in the trace of somebody outside: whether that is recorded is not theirs to say. */
export function startRootSpan(outside: string | undefined, name: string, options: SpanOptions): Span {
  return tracer.startSpan(name, options, isTraceparent(outside) ? remote(outside) : ROOT_CONTEXT);
}

export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}

function endSpan(span: Span, error?: unknown): void {
  if (error !== undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
  }
  span.end();
}

/** Runs work as a step of the request that it belongs to. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span?: Span) => Promise<T>): Promise<T> {
  const context = currentContext();
  if (context === undefined || !isRecorded(context.traceparent)) return work();
  return inSpanOf(context, name, options, work);
}

/** Runs work on behalf of what came from elsewhere, such as an event: in its context, and as a step of its trace. */
export async function inSpanOf<T>(
  context: RequestContext,
  name: string,
  options: SpanOptions,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(context.traceparent, name, options);
  if (span === undefined) return runInContext(context, work);
  try {
    const outcome = await runInContext({ ...context, traceparent: traceparentOf(span) }, () => work(span));
    endSpan(span);
    return outcome;
  } catch (error) {
    endSpan(span, error);
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'thrown without a reason';
}

function remote(traceparent: string): typeof ROOT_CONTEXT {
  const [, traceId = '', spanId = ''] = traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}
