import { randomUUID } from 'node:crypto';
import { cloudEvent } from '@gym/contracts';
import {
  badRequest,
  currentContext,
  eventParser,
  inSpanOf,
  SpanKind,
  traceparentFrom,
  type Sidecar,
} from '@gym/service-kit';
import { Router } from 'express';
import { frameBatch, type FrameBatch } from '../domain/frames.js';
import { createRecent } from '../domain/recent.js';
import type { Hub } from '../sockets/hub.js';

/** Tells every replica, this one too. @throws when the sidecar does not take it */
export type PublishFrames = (batch: FrameBatch, id?: string) => Promise<void>;

/** A replica that starts reads the stream from its beginning; frames older than this are dropped on the way. */
const ttlInSeconds = '30';
/** Deliveries are repeated within seconds; this many ids cover minutes. */
const rememberedBatches = 10_000;

const envelope = cloudEvent.extend({ data: frameBatch });

export function createPublisher(sidecar: Sidecar, appId: string): PublishFrames {
  return async (batch, id = randomUUID()) => {
    const traceparent = currentContext()?.traceparent;
    const event = {
      specversion: '1.0',
      id,
      source: appId,
      type: 'gym.frames.v1',
      subject: 'frames',
      time: new Date().toISOString(),
      ...(traceparent === undefined ? {} : { traceparent }),
      datacontenttype: 'application/json',
      data: batch,
    };
    await sidecar.publish('pubsub-broadcast', 'frames', event, { ttlInSeconds });
  };
}

/** `POST /internal/frames`, where the broker delivers what any replica published; a repeated batch is dropped. */
export function framesRouter(hub: Hub): Router {
  const recent = createRecent(rememberedBatches);
  const router = Router();
  router.post('/internal/frames', eventParser(), (req, res) => {
    const event = envelope.safeParse(req.body);
    if (!event.success) throw badRequest(`These are no frames: ${event.error.message}`, 'invalid-frames');
    // Not awaited: acknowledged means queued, slow sockets must not slow down the broker.
    const { id, traceparent, data } = event.data;
    if (recent.add(id)) {
      const context = { requestId: id, traceparent: traceparentFrom(traceparent) };
      void inSpanOf(context, 'send frames', { kind: SpanKind.CONSUMER }, (span) => hub.deliver(data, span));
    }
    res.json({ status: 'SUCCESS' });
  });
  return router;
}
