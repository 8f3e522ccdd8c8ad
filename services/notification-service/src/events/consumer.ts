import { eventTopic } from '@gym/contracts';
import { eventParser, parseEvent } from '@gym/service-kit';
import { Router } from 'express';
import { framesOf } from '../domain/frames.js';
import type { PublishFrames } from './frames.js';

/**
 * `POST /internal/events/:topic` for every topic: turns events into frames for all replicas. There is no inbox:
 * a batch of frames has the id of its event, so that an event that comes twice is seen once by every socket.
 */
export function eventsRouter(publish: PublishFrames): Router {
  const router = Router();
  for (const topic of eventTopic.options) {
    router.post(`/internal/events/${topic}`, eventParser(), async (req, res) => {
      const event = parseEvent(req.body);
      const batch = framesOf(event);
      if (batch.frames.length > 0 || batch.disconnect.length > 0) await publish(batch, event.id);
      res.json({ status: 'SUCCESS' });
    });
  }
  return router;
}
