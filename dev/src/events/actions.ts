import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { DevError } from '../errors.js';
import { askAll, askDead, askStatus, deadEvent, type DeadEvent, type EventStatus, type Reported } from './answers.js';
import type { ServiceClient } from './client.js';

const outcome = z.object({ replayed: z.int(), error: z.string().nullable() });
const POLL_MS = 500;
/** A replica begins within a second; later ones are made by a producer that does not answer. */
const REBUILD_PATIENCE_MS = 600_000;

const unknown = { state: 'unknown', applied: 0, failed: 0, error: null };

/** What a sub-command found out: for people, for `--json`, and whether all is well. */
export interface Outcome {
  readonly text: string;
  readonly json: unknown;
  readonly failed?: boolean;
}

/** @returns statuses; those of services that do not answer are the reason */
export function readStatus(clients: readonly ServiceClient[]): Promise<Reported<EventStatus>[]> {
  return askAll(clients, askStatus);
}

/** @throws DevError when a service does not answer: an empty list must mean that there is nothing */
export async function readDead(clients: readonly ServiceClient[]): Promise<(DeadEvent & { service: string })[]> {
  const reports = await askAll(clients, askDead);
  return reports.flatMap((report) => {
    if ('error' in report) throw new DevError('no-answer', report.error);
    return report.answer.map((event) => ({ ...event, service: report.service }));
  });
}

export async function showDead(client: ServiceClient, id: number): Promise<Outcome> {
  const json = deadEvent.parse(await client.call('GET', `/internal/dead-events/${id}`));
  return { json, text: JSON.stringify(json, null, 2) };
}

/** @param id one event, with all of its subject; all subjects without it */
export async function replayDead(client: ServiceClient, id: number | undefined): Promise<Outcome> {
  const ids = id === undefined ? firstOfSubjects(await askDead(client)) : [id];
  let replayed = 0;
  const errors: string[] = [];
  for (const item of ids) {
    const answer = outcome.parse(await client.call('POST', `/internal/dead-events/${item}/replay`));
    replayed += answer.replayed;
    if (answer.error !== null) errors.push(`${item}: ${answer.error}`);
  }
  const text = [`${replayed} took effect.`, ...errors.map((error) => `Failed again, ${error}`)].join('\n');
  return { json: { replayed, errors }, text, failed: errors.length > 0 };
}

/** Replaying any event of a subject replays all of it. */
function firstOfSubjects(dead: readonly DeadEvent[]): number[] {
  return [...new Map(dead.map((event) => [`${event.source} ${event.subject}`, event.id])).values()];
}

export async function dropDead(client: ServiceClient, id: number): Promise<Outcome> {
  const json = outcome.extend({ dropped: deadEvent }).parse(await client.call('DELETE', `/internal/dead-events/${id}`));
  const waited = json.replayed > 0 ? `, and ${json.replayed} behind it took effect` : '';
  const failure = json.error === null ? '' : `\nThe next one of its subject fails: ${json.error}`;
  return { json, text: `Dropped ${json.dropped.type} of ${json.dropped.subject}${waited}.${failure}` };
}

export async function redrive(client: ServiceClient): Promise<Outcome> {
  const json = z.object({ redriven: z.int() }).parse(await client.call('POST', '/internal/outbox/redrive'));
  return { json, text: `${json.redriven} go to the broker again.` };
}

/** Asks for the rebuild and waits until it is done. @param say what changes meanwhile */
export async function rebuild(client: ServiceClient, say: (line: string) => void): Promise<Outcome> {
  const asked = z.object({ sources: z.array(z.string()) }).parse(await client.call('POST', '/internal/rebuild', {}));
  const deadline = Date.now() + REBUILD_PATIENCE_MS;
  for (let last = ''; ;) {
    const { sources } = await askStatus(client);
    const states = asked.sources.map((source) => ({ source, rebuild: sources[source]?.rebuild ?? null }));
    const lines = states.map(({ source, rebuild: found }) => {
      const { state, applied, failed, error } = found ?? unknown;
      const faults = failed > 0 ? `, ${failed} failed (./dev.sh events dead)` : '';
      return `${source}: ${state}, ${applied} applied${faults}${error !== null ? ` (${error})` : ''}`;
    });
    if (states.every(({ rebuild: found }) => found?.state === 'done')) {
      const failed = states.some(({ rebuild: found }) => (found?.failed ?? 0) > 0);
      return { json: states, text: lines.join('\n'), failed };
    }
    const line = lines.join('; ');
    if (line !== last) say(line);
    last = line;
    if (Date.now() > deadline)
      throw new DevError('rebuild-unfinished', 'The rebuild goes on; see ./dev.sh events status');
    await delay(POLL_MS);
  }
}
