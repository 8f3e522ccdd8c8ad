import type { CloudEvent, EventTopic } from '@gym/contracts';
import { Pool } from 'undici';
import { z } from 'zod';
import { currentContext } from './context.js';
import { AppError, unavailable } from './errors.js';
import type { Logger } from './logger.js';
import { retryRead } from './read-retries.js';
import { createVersionedState, type VersionedState } from './state.js';
import { isRecorded } from './tracing/traceparent.js';
import { afterCommit } from './unit-of-work.js';

const bulkFailure = z.object({ failedEntries: z.array(z.object({ entryId: z.string(), error: z.string() })) });

/** Every service puts its app id into this header; an answer without it was made by a sidecar, not by the service. */
export const markerHeader = 'x-gym-service';

/**
 * The length of an answer in bytes: a sidecar drops `content-length`, and ends an answer properly even when the
 * service died in the middle of it, so only this tells a half from the whole.
 */
export const lengthHeader = 'x-gym-length';

export interface InvokeOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Of all attempts together. */
  timeoutMs?: number;
}

export interface InvokeResult {
  status: number;
  body: unknown;
}

/** The hot paths of the sidecar's HTTP API over one keep-alive pool. Plain state and secrets are in `dapr-sdk.ts`. */
export interface Sidecar extends VersionedState {
  /**
   * Calls another service; a read is sent again while no service answers.
   * @returns the service's own answer, whatever its status
   * @throws AppError 503 when the service or a sidecar did not answer
   */
  invoke(appId: string, path: string, options?: InvokeOptions): Promise<InvokeResult>;
  /** Hands an event to the broker under its own id. @throws when the sidecar did not take it */
  publish(
    pubsub: string,
    topic: EventTopic | 'frames',
    event: Traced,
    metadata?: Record<string, string>,
  ): Promise<void>;
  /**
   * Hands many events of one topic to the broker.
   * @returns the reasons of those it refused, by event id
   * @throws when the sidecar or the broker did not take any
   */
  publishBulk(pubsub: string, topic: EventTopic | 'revocations', events: CloudEvent[]): Promise<Map<string, string>>;
  /**
   * Hands something to the world outside through an output binding.
   * @param metadata what the component wants to know about it
   * @throws when the sidecar or the component did not take it; it may have gone out all the same
   */
  invokeBinding(name: string, data: string, metadata: Record<string, string>): Promise<void>;
  /** Components are loaded and the outbound API answers; independent of this service's own health. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export function createSidecar(port: number, apiToken: string): Sidecar {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1, keepAliveTimeout: 60_000 });
  const token = { 'dapr-api-token': apiToken };

  function invoke(appId: string, path: string, options: InvokeOptions = {}): Promise<InvokeResult> {
    const timeoutMs = options.timeoutMs ?? 5000;
    const signal = AbortSignal.timeout(timeoutMs);
    const send = (): Promise<InvokeResult> => attempt(appId, path, options, signal);
    return (options.method ?? 'GET') === 'GET' ? retryRead(timeoutMs, send) : send();
  }

  async function attempt(
    appId: string,
    path: string,
    options: InvokeOptions,
    signal: AbortSignal,
  ): Promise<InvokeResult> {
    const context = currentContext();
    const response = await pool
      .request({
        method: options.method ?? 'GET',
        path,
        headers: {
          ...token,
          'dapr-app-id': appId,
          // Without it daprd asks the app for gzip and unpacks it again.
          'accept-encoding': 'identity',
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(context ? { 'x-request-id': context.requestId, traceparent: context.traceparent } : {}),
        },
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal,
      })
      .catch((error: unknown) => {
        throw unavailable(`${appId} does not answer right now.`, error);
      });
    const text = await response.body.text().catch((error: unknown) => {
      throw unavailable(`${appId} stopped in the middle of its answer.`, error);
    });
    if (response.headers[markerHeader] === undefined) {
      throw unavailable(
        `${appId} cannot be reached right now.`,
        new Error(`${response.statusCode} ${text.slice(0, 500)}`),
      );
    }
    return { status: response.statusCode, body: text === '' ? undefined : JSON.parse(text) };
  }

  async function publish(
    pubsub: string,
    topic: string,
    event: Traced,
    metadata: Record<string, string> = {},
  ): Promise<void> {
    const query = new URLSearchParams(
      Object.entries(metadata).map(([key, value]): [string, string] => [`metadata.${key}`, value]),
    );
    const response = await pool.request({
      method: 'POST',
      path: `/v1.0/publish/${pubsub}/${topic}?${query.toString()}`,
      headers: { ...token, 'content-type': 'application/cloudevents+json', ...traceOf([event]) },
      body: JSON.stringify(keepingTrace(event)),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300)
      throw new Error(`publish to ${topic}: ${response.statusCode} ${text.slice(0, 300)}`);
  }

  async function publishBulk(pubsub: string, topic: string, events: CloudEvent[]): Promise<Map<string, string>> {
    const entries = events.map((event) => ({
      entryId: event.id,
      event: keepingTrace(event),
      contentType: 'application/cloudevents+json',
    }));
    const response = await pool.request({
      method: 'POST',
      path: `/v1.0/publish/bulk/${pubsub}/${topic}`,
      headers: { ...token, 'content-type': 'application/json', ...traceOf(events) },
      body: JSON.stringify(entries),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.body.text();
    if (response.statusCode < 300) return new Map();
    const reason = `${response.statusCode} ${text.slice(0, 300)}`;
    if (response.statusCode < 500) return new Map(events.map(({ id }) => [id, reason]));
    const failed = bulkFailure.safeParse(safeJson(text)).data?.failedEntries ?? [];
    // All of them: that is the broker and not the events.
    if (failed.length === 0 || failed.length === events.length) throw new Error(`bulk publish to ${topic}: ${reason}`);
    return new Map(failed.map(({ entryId, error }) => [entryId, error]));
  }

  async function invokeBinding(name: string, data: string, metadata: Record<string, string>): Promise<void> {
    const response = await pool.request({
      method: 'POST',
      path: `/v1.0/bindings/${name}`,
      headers: { ...token, 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'create', data, metadata }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`binding ${name}: ${response.statusCode} ${text.slice(0, 300)}`);
  }

  async function isReady(): Promise<boolean> {
    try {
      const response = await pool.request({
        method: 'GET',
        path: '/v1.0/healthz/outbound',
        signal: AbortSignal.timeout(1000),
      });
      await response.body.dump();
      return response.statusCode === 204;
    } catch {
      // Any failure to reach the sidecar is the answer "not ready".
      return false;
    }
  }

  return {
    ...createVersionedState(pool, token),
    invoke,
    publish,
    publishBulk,
    invokeBinding,
    isReady,
    close: () => pool.close(),
  };
}

interface Traced {
  traceparent?: string | undefined;
}

/** A sidecar overwrites the trace of an event that has no `traceid`, and with nothing when it records nothing itself. */
function keepingTrace<Event extends Traced>(event: Event): Event | (Event & { traceid: string }) {
  return event.traceparent === undefined ? event : { ...event, traceid: event.traceparent };
}

/** A request has one trace; of many events the first one that is recorded gets the spans of the sidecar. */
function traceOf(events: Traced[]): { traceparent?: string } {
  const traceparent = events.map((event) => event.traceparent).find(isRecorded);
  return traceparent === undefined ? {} : { traceparent };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller reports the text as it is.
    return undefined;
  }
}

/**
 * The body of a 2xx answer, validated.
 * @throws AppError 503 when the service says that it cannot answer for now, 502 for any other answer
 */
export function expectOk<Schema extends z.ZodType>(result: InvokeResult, schema: Schema): z.output<Schema> {
  if (result.status >= 200 && result.status < 300) return schema.parse(result.body);
  const cause = new Error(`status ${result.status}: ${JSON.stringify(result.body).slice(0, 300)}`);
  if (result.status === 503) throw unavailable('Another service cannot answer right now.', cause);
  throw new AppError(502, 'bad-upstream-answer', 'Bad gateway', {
    detail: 'Another service gave an answer that was not expected.',
    cause,
  });
}

/** Delivers an event to one consumer at once, ahead of the broker; its inbox makes the later delivery a no-op. */
export async function pushEvent(sidecar: Sidecar, appId: string, topic: EventTopic, event: CloudEvent): Promise<void> {
  const result = await sidecar.invoke(appId, `/internal/events/${topic}`, {
    method: 'POST',
    body: event,
    timeoutMs: 1500,
  });
  if (result.status >= 300) throw unavailable(`${appId} did not take the event.`, new Error(`status ${result.status}`));
}

/**
 * Like `pushEvent` for what a request has just committed, or commits at its end: the change is done whether or not
 * this arrives, because the relay publishes the same events, so a failure is a line in the log and nothing else.
 */
export function tryPushEvents(
  sidecar: Sidecar,
  log: Logger,
  appId: string,
  topic: EventTopic,
  events: CloudEvent[],
): Promise<void> {
  return afterCommit(async () => {
    try {
      for (const event of events) await pushEvent(sidecar, appId, topic, event);
    } catch (error) {
      log.warn(`${appId} will hear of a change later`, { topic, error });
    }
  });
}
