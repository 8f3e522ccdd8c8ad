import type { CloudEvent } from '@gym/contracts';
import { Counter, Histogram } from 'prom-client';

export type Outcome = 'applied' | 'dead' | 'skipped';

const published = new Counter({
  name: 'gym_events_published_total',
  help: 'Facts that the broker has taken, by type: what people did',
  labelNames: ['type'],
});
const handled = new Counter({
  name: 'gym_events_handled_total',
  help: 'Events of others, by what came of them: applied, dead, skipped (nobody here handles the type)',
  labelNames: ['type', 'outcome'],
});
const delay = new Histogram({
  name: 'gym_event_delay_seconds',
  help: 'Time from the commit of an event to its effect here',
  labelNames: ['source'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
});

export function countPublished({ type }: CloudEvent): void {
  published.inc({ type });
}

export function countHandled({ type, source, time }: CloudEvent, outcome: Outcome): void {
  handled.inc({ type, outcome });
  // Clocks of two machines may differ; nothing takes effect before it happened.
  if (outcome === 'applied') delay.observe({ source }, Math.max(0, (Date.now() - Date.parse(time)) / 1000));
}
