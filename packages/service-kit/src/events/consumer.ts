import { producerOf, type CloudEvent, type EventTopic } from '@gym/contracts';
import { Router } from 'express';
import type { Logger } from '../logger.js';
import { repeat } from '../repeat.js';
import { expectOk, type Sidecar } from '../sidecar.js';
import { deliveries, eventParser } from './delivery.js';
import { eventLogPage } from './event-log.js';
import { createFeed, PlaceLostError, type Feed, type FeedStatus, type Ledger, type Pull } from './feed.js';

/** How often a producer is asked for what the broker may have kept, when nothing came from it. */
const idlePullMs = 3000;

export interface Consumer {
  /** `POST /internal/events/:topic`, where the broker and other services deliver. */
  router: Router;
  /** Catches up with every producer and keeps doing so. */
  start(): void;
  stop(): Promise<void>;
  /** Tells of an event that came another way. Never throws: what cannot take effect now is pulled later. */
  offer(event: CloudEvent): void;
  /** Asks all producers now instead of at the next turn. */
  catchUp(): Promise<void>;
  status(): Record<string, FeedStatus>;
}

/** Hears the topics, each in the order of its producer, through a ledger that knows what has taken effect. */
export function createConsumer(topics: Set<EventTopic>, ledger: Ledger, sidecar: Sidecar, log: Logger): Consumer {
  const feeds = new Map<string, Feed>();
  const router = Router();
  for (const topic of topics) {
    const source = producerOf[topic];
    const feed = feeds.get(source) ?? createFeed(source, ledger, pullFrom(sidecar, source), log);
    feeds.set(source, feed);
    const handle = deliveries(source, (event) => feed.deliver(event));
    router.post(`/internal/events/${topic}`, eventParser(), handle);
  }
  async function catchUp(): Promise<void> {
    await Promise.all([...feeds.values()].map((feed) => feed.catchUp()));
  }
  const pulling = repeat(idlePullMs, catchUp);

  return {
    router,
    start: () => void pulling.start(),
    async stop() {
      await pulling.stop();
      await Promise.all([...feeds.values()].map((feed) => feed.idle()));
    },
    // The feed logs why an event has to wait.
    offer: (event) =>
      void feeds
        .get(event.source)
        ?.deliver(event)
        .catch(() => undefined),
    catchUp,
    status: () => Object.fromEntries([...feeds].map(([source, feed]) => [source, feed.status()])),
  };
}

function pullFrom(sidecar: Sidecar, source: string): Pull {
  return async (position, limit) => {
    const answer = await sidecar.invoke(source, `/internal/events?after=${position}&limit=${limit}`);
    if (answer.status === 410) throw new PlaceLostError(`${source} no longer keeps the events after ${position}`);
    const page = expectOk(answer, eventLogPage);
    if (page.last_seq < position) {
      throw new PlaceLostError(`${source} has ${page.last_seq} events and once had ${position}: it was restored`);
    }
    return page;
  };
}
