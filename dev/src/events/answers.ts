import { z } from 'zod';
import { ServiceError, type ServiceClient } from './client.js';

const rebuild = z.object({
  state: z.enum(['waiting', 'running', 'done']),
  reason: z.string(),
  applied: z.int(),
  failed: z.int(),
  error: z.string().nullable(),
});

/** What a service says about its events; only what this tool shows. */
export const eventStatus = z.object({
  sources: z.record(
    z.string(),
    z.object({
      position: z.int(),
      heard: z.int(),
      behind: z.int(),
      error: z.string().nullable(),
      rebuild: rebuild.nullable(),
    }),
  ),
  dead: z.int(),
  outbox: z
    .object({
      last_seq: z.int(),
      unpublished: z.int(),
      oldest_unpublished_s: z.number().nullable(),
      dead: z.int(),
    })
    .nullable(),
});
export type EventStatus = z.infer<typeof eventStatus>;

export const deadEvent = z.looseObject({
  id: z.int(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  error: z.string(),
  attempts: z.int(),
  failed_at: z.string(),
  retry_at: z.string().nullable(),
});
export type DeadEvent = z.infer<typeof deadEvent>;

const deadPage = z.object({ items: z.array(deadEvent), next_cursor: z.string().nullable(), total: z.int() });

/** What is shown of a service: its answer, or why there is none. */
export type Reported<Answer> = { readonly service: string } & (
  { readonly answer: Answer } | { readonly error: string }
);

/** Asks all services at once. Those that have nothing to do with events (404) are left out. */
export async function askAll<Answer>(
  clients: readonly ServiceClient[],
  ask: (client: ServiceClient) => Promise<Answer>,
): Promise<Reported<Answer>[]> {
  const reports = await Promise.all(
    clients.map(async (client): Promise<Reported<Answer> | undefined> => {
      try {
        return { service: client.name, answer: await ask(client) };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return error.status === 404 ? undefined : { service: client.name, error: error.message };
      }
    }),
  );
  return reports.filter((report) => report !== undefined);
}

export async function askStatus(client: ServiceClient): Promise<EventStatus> {
  return eventStatus.parse(await client.call('GET', '/internal/events/status'));
}

/** All of them, newest first. */
export async function askDead(client: ServiceClient): Promise<DeadEvent[]> {
  const found: DeadEvent[] = [];
  for (let cursor = ''; ;) {
    const page = deadPage.parse(await client.call('GET', `/internal/dead-events?limit=200${cursor}`));
    found.push(...page.items);
    if (page.next_cursor === null) return found;
    cursor = `&cursor=${page.next_cursor}`;
  }
}
