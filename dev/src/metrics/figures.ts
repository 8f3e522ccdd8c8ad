import { quantile, type Bucket } from './quantile.js';
import type { Metrics, Value } from './read-metrics.js';

type Row = [name: string, value: string];

/** Asked for by sidecars and consumers all the time. */
const routine = /^\/(healthz|readyz|internal\/)/;
/** Labels by which the values of a figure are told apart, beside each other in one line. */
const shown: readonly [name: string, what: string, label?: string][] = [
  ['gym_events_published_total', 'events published', 'type'],
  ['gym_outbox_unpublished_events', 'events not published yet'],
  ['gym_outbox_oldest_unpublished_seconds', 'oldest of them, s'],
  ['gym_inbox_position', 'events of others, position', 'source'],
  ['gym_inbox_behind_events', 'events of others, behind', 'source'],
  ['gym_inbox_dead_events', 'dead events'],
  ['gym_sagas', 'sagas', 'state'],
  ['gym_db_connections', 'database connections', 'state'],
  ['gym_db_waiting_requests', 'waiting for a connection'],
  ['gym_password_hashes', 'password hashes', 'state'],
  ['gym_credential_checks_total', 'passwords given', 'outcome'],
  ['gym_sockets', 'sockets', 'holder'],
  ['gym_frames_sent_total', 'frames sent'],
  ['nodejs_eventloop_lag_p99_seconds', 'event loop delay p99, s'],
  ['process_resident_memory_bytes', 'memory, bytes'],
];

/** What matters most of a process; what it does not have is left out. */
export function figureRows(metrics: Metrics): Row[] {
  const rows = shown.flatMap(([name, what, label]): Row[] => {
    const values = metrics.get(name) ?? [];
    return values.length === 0 ? [] : [[what, values.map((value) => say(value, label)).join('  ')]];
  });
  return [...requestRows(metrics.get('http_server_request_duration_seconds') ?? []), ...rows];
}

function requestRows(values: readonly Value[]): Row[] {
  const asked = values.filter(({ labels }) => !routine.test(labels['route'] ?? ''));
  const counts = asked.filter(({ metricName }) => metricName?.endsWith('_count') === true);
  const total = sum(counts);
  if (total === 0) return [['requests', '0']];
  const failed = sum(counts.filter(({ labels }) => labels['status'] === '5xx'));
  const buckets = bucketsOf(asked);
  const times = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${milliseconds(quantile(buckets, share))}`);
  return [
    ['requests', `${total}, of which ${failed} failed (5xx)`],
    ['time of requests', times.join('  ')],
  ];
}

function bucketsOf(values: readonly Value[]): Bucket[] {
  const counts = new Map<number, number>();
  for (const { metricName, labels, value } of values) {
    if (metricName?.endsWith('_bucket') !== true) continue;
    const limit = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
    counts.set(limit, (counts.get(limit) ?? 0) + (value ?? 0));
  }
  return [...counts].map(([limit, count]) => ({ limit, count })).toSorted((a, b) => a.limit - b.limit);
}

function say({ labels, value }: Value, label?: string): string {
  const number = value === null ? '-' : String(Math.round(value * 1e4) / 1e4);
  return label === undefined ? number : `${labels[label] ?? ''} ${number}`;
}

function sum(values: readonly Value[]): number {
  return values.reduce((total, { value }) => total + (value ?? 0), 0);
}

function milliseconds(seconds: number | undefined): string {
  return seconds === undefined ? '-' : `${Math.round(seconds * 1e4) / 10} ms`;
}
