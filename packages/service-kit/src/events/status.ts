import { producerOf, type EventTopic } from '@gym/contracts';
import { z } from 'zod';
import type { Database } from '../database.js';
import { notFound } from '../errors.js';
import { operation, type Operation } from '../operation.js';
import { countDead } from './dead-events.js';
import type { EventHandler } from './event-handler.js';
import type { FeedStatus } from './feed.js';
import { outboxStatus, readOutboxStatus } from './outbox-status.js';
import { listRebuilds, requestRebuild, type RebuildState } from './rebuild-requests.js';

const rebuildView = z.object({
  state: z.enum(['waiting', 'running', 'done']),
  reason: z.string(),
  requested_at: z.date(),
  finished_at: z.date().nullable(),
  applied: z.int(),
  failed: z.int(),
  error: z.string().nullable(),
});

export const eventStatus = z.object({
  sources: z.record(
    z.string(),
    z.object({
      position: z.int(),
      heard: z.int(),
      behind: z.int(),
      error: z.string().nullable(),
      rebuild: rebuildView.nullable(),
    }),
  ),
  dead: z.int(),
  /** Events of types that nobody here handles, since the start of this replica, by type. */
  skipped: z.record(z.string(), z.int()),
  outbox: outboxStatus.nullable(),
});
export type EventStatus = z.infer<typeof eventStatus>;

/** `GET /internal/events/status`: how far this service is with the events of others, and others could be with its own. */
export function eventStatusOperation(
  database: Database | undefined,
  feeds: () => Record<string, FeedStatus>,
  skipped: () => Record<string, number> = () => ({}),
): Operation {
  return operation({
    method: 'get',
    path: '/internal/events/status',
    summary: 'How far the events have come',
    answer: { status: 200, schema: eventStatus },
    async handle() {
      const rebuilds = database ? await listRebuilds(database) : [];
      const sources = Object.entries(feeds()).map(([source, feed]): [string, EventStatus['sources'][string]] => {
        const { position, heard, error = null } = feed;
        const rebuild = rebuilds.find((item) => item.source === source);
        const behind = Math.max(0, heard - position);
        return [source, { position, heard, behind, error, rebuild: rebuild ? viewOf(rebuild) : null }];
      });
      return {
        sources: Object.fromEntries(sources),
        dead: database ? await countDead(database) : 0,
        skipped: skipped(),
        outbox: database ? await readOutboxStatus(database) : null,
      };
    },
  });
}

/** `POST /internal/rebuild`: asks for a rebuild of what is derived from one producer or from all. */
export function rebuildOperation(database: Database, handlers: EventHandler[]): Operation {
  const known = new Set(handlers.map(({ topic }: { topic: EventTopic }): string => producerOf[topic]));
  return operation({
    method: 'post',
    path: '/internal/rebuild',
    summary: 'Make anew what is derived from events',
    body: z.object({ source: z.string().optional() }),
    answer: { status: 202, schema: z.object({ sources: z.array(z.string()) }) },
    refusals: [404],
    async handle({ body: { source } }) {
      if (source !== undefined && !known.has(source)) throw notFound(`Nothing here is derived from ${source}.`);
      const sources = source === undefined ? [...known] : [source];
      await database.transaction(async (tx) => {
        for (const item of sources) await requestRebuild(tx, item, 'somebody asked for it');
      });
      return { sources };
    },
  });
}

function viewOf({ topic, reason, requested_at, finished_at, applied, failed, error }: RebuildState) {
  const state = finished_at !== null ? ('done' as const) : topic === null ? ('waiting' as const) : ('running' as const);
  return { state, reason, requested_at, finished_at, applied, failed, error };
}
