import { cloudEvent, type CloudEvent } from '@gym/contracts';
import express from 'express';
import { z } from 'zod';
import { AppError, badRequest } from '../errors.js';

/** Events arrive as `application/cloudevents+json`, up to a hundred of them in one delivery. */
export function eventParser(): express.RequestHandler {
  return express.json({ type: ['application/json', 'application/*+json'], limit: '16mb' });
}

/** What a sidecar makes of a subscription with `bulkSubscribe`. */
const bulk = z.object({ entries: z.array(z.object({ entryId: z.string(), event: z.unknown() })) });

/**
 * Answers a delivery of one event, or of many of which each has a fate of its own.
 * @param deliver resolves when the event has taken effect, and throws when it has to be delivered again
 */
export function deliveries(source: string, deliver: (event: CloudEvent) => Promise<void>): express.RequestHandler {
  async function statusOf(event: unknown): Promise<'SUCCESS' | 'RETRY' | 'DROP'> {
    try {
      await deliver(parseEvent(event, source));
      return 'SUCCESS';
    } catch (error) {
      return error instanceof AppError && error.status === 400 ? 'DROP' : 'RETRY';
    }
  }

  return async (req, res) => {
    const many = bulk.safeParse(req.body).data?.entries;
    if (many === undefined) {
      await deliver(parseEvent(req.body, source));
      res.json({ status: 'SUCCESS' });
      return;
    }
    const statuses = many.map(async ({ entryId, event }) => ({ entryId, status: await statusOf(event) }));
    res.json({ statuses: await Promise.all(statuses) });
  };
}

/** @throws AppError 400 for what is no event, or comes from somebody else than the producer of the topic */
export function parseEvent(body: unknown, source: string): CloudEvent {
  const event = cloudEvent.safeParse(body);
  if (!event.success) throw badRequest(`This is not an event: ${event.error.message}`, 'invalid-event');
  if (event.data.source !== source) throw badRequest(`Only ${source} publishes here.`, 'invalid-event');
  return event.data;
}
