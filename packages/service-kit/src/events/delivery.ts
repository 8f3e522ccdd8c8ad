import { cloudEvent, type CloudEvent } from '@gym/contracts';
import express from 'express';
import { badRequest } from '../errors.js';

/** Events arrive as `application/cloudevents+json`. */
export function eventParser(): express.RequestHandler {
  return express.json({ type: ['application/json', 'application/*+json'], limit: '4mb' });
}

/** @throws AppError 400 for what is no event, or comes from somebody else than the producer of the topic */
export function parseEvent(body: unknown, source: string): CloudEvent {
  const event = cloudEvent.safeParse(body);
  if (!event.success) throw badRequest(`This is not an event: ${event.error.message}`, 'invalid-event');
  if (event.data.source !== source) throw badRequest(`Only ${source} publishes here.`, 'invalid-event');
  return event.data;
}
