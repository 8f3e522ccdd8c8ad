import { cloudEvent, type CloudEvent, type EventTopic, type EventType } from '@gym/contracts';
import express, { Router } from 'express';
import type { Database, Transaction } from './database.js';
import { badRequest } from './errors.js';
import type { Logger } from './logger.js';

/** What a consumer does with one type of event. */
export interface EventHandler {
  topic: EventTopic;
  type: string;
  /** Runs in the transaction of the inbox mark: effect and mark happen both or neither. */
  handle(tx: Transaction, event: CloudEvent): Promise<void>;
}

/** Binds a handler to an event type; the payload is validated before the handler sees it. */
export function onEvent<Payload>(
  type: EventType<Payload>,
  handle: (tx: Transaction, payload: Payload, event: CloudEvent) => Promise<void>,
): EventHandler {
  return {
    topic: type.topic,
    type: type.type,
    handle: (tx, event) => handle(tx, type.payload.parse(event.data.payload), event),
  };
}

/**
 * `POST /internal/events/:topic`, where the broker and other services deliver. Every event takes effect once:
 * its id is marked in the transaction of the handler. Types nobody listens to are acknowledged and skipped.
 * Any failure answers 5xx, and the sidecar delivers again.
 */
export function inboxRouter(database: Database, handlers: EventHandler[], log: Logger): Router {
  const byType = new Map(handlers.map((handler) => [handler.type, handler]));
  const topics = new Set(handlers.map((handler) => handler.topic));
  const router = Router();
  for (const topic of topics) {
    router.post(`/internal/events/${topic}`, eventParser(), async (req, res) => {
      const event = parseEvent(req.body);
      const handler = byType.get(event.type);
      const outcome = handler === undefined ? 'skipped' : await consume(database, handler, event);
      log.debug('event', { type: event.type, event_id: event.id, outcome });
      res.json({ status: 'SUCCESS' });
    });
  }
  return router;
}

/** Events arrive as `application/cloudevents+json`. */
export function eventParser(): express.RequestHandler {
  return express.json({ type: ['application/json', 'application/*+json'], limit: '4mb' });
}

export function parseEvent(body: unknown): CloudEvent {
  const event = cloudEvent.safeParse(body);
  if (!event.success) throw badRequest(`This is not an event: ${event.error.message}`, 'invalid-event');
  return event.data;
}

async function consume(database: Database, handler: EventHandler, event: CloudEvent): Promise<'done' | 'duplicate'> {
  return database.transaction(async (tx) => {
    const mark = await tx.query(
      'insert into inbox (event_id, source, seq) values ($1, $2, $3) on conflict (event_id) do nothing',
      [event.id, event.source, event.data.seq],
    );
    if (mark.rowCount === 0) return 'duplicate';
    await handler.handle(tx, event);
    return 'done';
  });
}
