import { deadEventsApi } from '@gym/contracts';
import { z } from 'zod';
import type { Database } from '../database.js';
import { notFound } from '../errors.js';
import { operation, type Operation } from '../operation.js';
import { countDead, findDead, listDead, type DeadEvent } from './dead-events.js';
import type { EventHandler } from './event-handler.js';
import { redrive } from './relay.js';
import { dropDead, replaySubject } from './replay.js';

/**
 * What people can do about events that could not be applied: for the developer tool below `/internal`, and for admins
 * below `apiPath` (such as `/api/users`), whom it shows payloads with personal data.
 */
export function deadEventOperations(database: Database, handlers: EventHandler[], apiPath?: ApiPath): Operation[] {
  const places: Place[] = apiPath === undefined ? ['/internal'] : ['/internal', apiPath];
  return places.flatMap((path) => [
    list(database, path),
    show(database, path),
    replay(database, handlers, path),
    drop(database, handlers, path),
  ]);
}

/** Below which path a service shows its dead events to admins. */
export type ApiPath = '/api/auth' | '/api/users' | '/api/tournaments';
type Place = '/internal' | ApiPath;

function list(database: Database, path: Place): Operation {
  return operation({
    method: 'get',
    path: `${path}/dead-events`,
    summary: 'Events that this service could not apply, newest first',
    query: deadEventsApi.deadEventQuery,
    answer: { status: 200, schema: deadEventsApi.deadEventPage },
    async handle({ query: { limit, cursor } }) {
      const rows = await listDead(database, cursor ?? Number.MAX_SAFE_INTEGER, limit + 1);
      const shown = rows.slice(0, limit);
      const next = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map(present),
        next_cursor: next === undefined ? null : String(next.id),
        total: await countDead(database),
      };
    },
  });
}

function show(database: Database, path: Place): Operation {
  return operation({
    method: 'get',
    path: `${path}/dead-events/:id`,
    summary: 'One event that this service could not apply',
    params: deadEventsApi.deadEventId,
    answer: { status: 200, schema: deadEventsApi.deadEvent },
    refusals: [404],
    async handle({ params: { id } }) {
      return present((await findDead(database, id)) ?? missing(id));
    },
  });
}

function replay(database: Database, handlers: EventHandler[], path: Place): Operation {
  return operation({
    method: 'post',
    path: `${path}/dead-events/:id/replay`,
    summary: 'Try an event again, with all that waits before and behind it',
    params: deadEventsApi.deadEventId,
    answer: { status: 200, schema: deadEventsApi.replayed },
    refusals: [404],
    async handle({ params: { id } }) {
      const { source, subject } = (await findDead(database, id)) ?? missing(id);
      const { replayed, error } = await replaySubject(database, handlers, source, subject);
      return { replayed, error: error ?? null };
    },
  });
}

function drop(database: Database, handlers: EventHandler[], path: Place): Operation {
  return operation({
    method: 'delete',
    path: `${path}/dead-events/:id`,
    summary: 'Decide that an event shall have no effect, and try what waits behind it',
    params: deadEventsApi.deadEventId,
    answer: { status: 200, schema: deadEventsApi.dropped },
    refusals: [404],
    async handle({ params: { id } }) {
      const { dropped, replayed, error } = (await dropDead(database, handlers, id)) ?? missing(id);
      return { dropped: present(dropped), replayed, error: error ?? null };
    },
  });
}

/** `POST /internal/outbox/redrive`: what the broker refused for good goes to it once more. */
export function redriveOperation(database: Database): Operation {
  return operation({
    method: 'post',
    path: '/internal/outbox/redrive',
    summary: 'Publish the events again that the broker refused',
    answer: { status: 200, schema: z.object({ redriven: z.int() }) },
    async handle() {
      return { redriven: await database.transaction(redrive) };
    },
  });
}

function missing(id: number): never {
  throw notFound(`There is no dead event ${id}.`, 'dead-event-not-found');
}

function present({ event, failed_at, retry_at, ...dead }: DeadEvent): deadEventsApi.DeadEvent {
  return {
    ...dead,
    failed_at: failed_at.toISOString(),
    retry_at: retry_at?.toISOString() ?? null,
    time: event.time,
    payload: event.data.payload,
  };
}
