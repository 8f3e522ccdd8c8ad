import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventTopic, eventTypes, producerOf, type EventTopic } from '@gym/contracts';
import { z } from 'zod';

/** What a service tells and hears. */
export interface Events {
  readonly topic: EventTopic | undefined;
  readonly published: readonly string[];
  /** Types that take effect once, whichever replica hears them. */
  readonly handled: readonly string[];
  /** Topics that every replica hears by itself. */
  readonly followed: readonly EventTopic[];
}

/** Loads a module of a service, such as `events/users`. */
export type Load = (folder: string, module: string) => Promise<object>;

const handlers = z.array(z.object({ type: z.string(), topic: eventTopic, handle: z.unknown() })).min(1);
const topics = z.set(eventTopic).min(1);

/** What the modules in `events/` of a service export: lists of handlers, and sets of topics. */
export async function eventsOf(appId: string, folder: string, load: Load): Promise<Events> {
  const names = readdirSync(join(folder, 'src/events')).map((file) => `events/${file.replace(/\.ts$/, '')}`);
  const modules = await Promise.all(names.map((name) => load(folder, name)));
  const values = modules.flatMap((module): unknown[] => Object.values(module));
  const topic = eventTopic.options.find((name) => producerOf[name] === appId);
  return {
    topic,
    published: eventTypes.filter((event) => event.topic === topic).map(({ type }) => type),
    handled: values.flatMap((value) => handlers.safeParse(value).data ?? []).map(({ type }) => type),
    followed: values.flatMap((value) => Array.from(topics.safeParse(value).data ?? [])),
  };
}
