import type { Database } from '../database.js';
import { readOutboxStatus, type OutboxStatus } from '../events/outbox-status.js';
import { countDead } from '../events/dead-events.js';
import type { FeedStatus } from '../events/feed.js';
import { countSagas } from '../sagas.js';
import { defineGauge } from './gauge.js';

/** Connections of the pool, the outbox, and sagas. */
export function measureDatabase(database: Database): void {
  defineGauge('gym_db_connections', 'Connections of the pool by what they do', ['state'], () => {
    const { total, idle } = database.connections();
    return [
      [{ state: 'used' }, total - idle],
      [{ state: 'idle' }, idle],
    ];
  });
  defineGauge('gym_db_waiting_requests', 'Requests that wait for a connection of the pool', [], () => [
    [{}, database.connections().waiting],
  ]);
  const outbox = readOnce(() => readOutboxStatus(database));
  const figure = (name: string, help: string, valueOf: (status: OutboxStatus) => number): void => {
    defineGauge(name, help, [], async () => [[{}, valueOf(await outbox())]]);
  };
  figure('gym_outbox_events', 'Number of the last event', ({ last_seq }) => last_seq);
  figure('gym_outbox_unpublished_events', 'Events that the broker does not have yet', ({ unpublished }) => unpublished);
  figure('gym_outbox_dead_events', 'Events that the broker refused for good', ({ dead }) => dead);
  figure(
    'gym_outbox_oldest_unpublished_seconds',
    'Age of the oldest event that the broker does not have yet',
    ({ oldest_unpublished_s }) => Math.max(0, oldest_unpublished_s ?? 0),
  );
  defineGauge('gym_sagas', 'Work that crosses services and is not over', ['state'], async () => {
    const { running, stuck } = await countSagas(database);
    return [
      [{ state: 'in_time' }, running - stuck],
      [{ state: 'stuck' }, stuck],
    ];
  });
}

/** How far this replica is with the events of others. */
export function measureFeeds(feeds: () => Record<string, FeedStatus>): void {
  const bySource = (valueOf: (status: FeedStatus) => number) => (): [{ source: string }, number][] =>
    Object.entries(feeds()).map(([source, status]) => [{ source }, valueOf(status)]);
  defineGauge(
    'gym_inbox_position',
    'Number of the last event that took effect',
    ['source'],
    bySource(({ position }) => position),
  );
  defineGauge(
    'gym_inbox_behind_events',
    'Events that were heard of and have not taken effect',
    ['source'],
    bySource(({ heard, position }) => Math.max(0, heard - position)),
  );
}

export function measureDeadEvents(database: Database): void {
  defineGauge('gym_inbox_dead_events', 'Events that could not be applied', [], async () => [
    [{}, await countDead(database)],
  ]);
}

/** Several figures of one look are one query. */
function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read().finally(() => (reading = undefined)));
}
