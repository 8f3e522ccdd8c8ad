import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventTopic, producerOf, type EventTopic } from '@gym/contracts';
import { revokingServices } from '@gym/service-kit';
import { z } from 'zod';
import {
  checkout,
  component,
  configuration,
  exportsOf,
  readManifests,
  subscription,
  type Configuration,
} from './read.js';

/** Lists of handlers: their service applies events once, whichever replica hears them. */
const handlerList = z.array(z.object({ topic: eventTopic, type: z.string(), handle: z.unknown() })).min(1);
/** A set of topics: every replica of its service hears every event by itself. */
const topicSet = z.set(eventTopic).min(1);

interface Hearing {
  app: string;
  topic: EventTopic;
  everyReplica: boolean;
}

/** Who hears what, as the code of the services says. */
async function readHearings(): Promise<Hearing[]> {
  const hearings: Hearing[] = [];
  for (const [app, values] of await exportsOf('src/events')) {
    const shared = new Set(
      values.flatMap((value) => handlerList.safeParse(value).data ?? []).map(({ topic }) => topic),
    );
    const each = new Set(values.flatMap((value) => Array.from(topicSet.safeParse(value).data ?? [])));
    hearings.push(...[...shared].map((topic) => ({ app, topic, everyReplica: false })));
    hearings.push(...[...each].map((topic) => ({ app, topic, everyReplica: true })));
  }
  return hearings;
}

const components = new Map(
  readManifests('components', 'Component', component).map((item) => [item.metadata.name, item]),
);
const configurations = new Map(
  readManifests('dapr/config', 'Configuration', configuration).map((item) => [item.metadata.name, item]),
);
const subscriptions = readManifests('dapr/resources', 'Subscription', subscription).flatMap(({ spec, scopes }) =>
  scopes.map((app) => ({
    app,
    component: spec.pubsubname,
    topic: spec.topic,
    route: spec.routes.default,
    dead: spec.deadLetterTopic,
  })),
);
/** No event, but what replicas of notification-service tell each other. */
const frames = { app: 'notification-service', topic: 'frames' };
/** What makes access tokens worthless: every replica of every service that checks them hears it. */
const guards = ['auth-service', 'user-service', 'tournament-service', 'notification-service'];
const revocations = guards.map((app) => ({ app, topic: 'revocations' }));
const revokers = revokingServices.map((app) => ({ app, topic: 'revocations' }));

let hearings: Hearing[];
let shared: Hearing[];
beforeAll(async () => {
  hearings = await readHearings();
  shared = hearings.filter(({ everyReplica }) => !everyReplica);
});

function listOf(name: string, key: string): string {
  const found = components.get(name)?.spec.metadata.find((item) => item.name === key)?.value;
  if (found === undefined) throw new Error(`${name} has no ${key}`);
  return found;
}

/** `a=x,y; b=z` as lines `a x`, `a y`, `b z`. */
function scopesOf(name: string, key: string): string[] {
  const entries = listOf(name, key).split(';');
  return entries.flatMap((entry) => {
    const [app = '', topics = ''] = entry.split('=').map((part) => part.trim());
    return topics.split(',').map((topic) => `${app} ${topic.trim()}`);
  });
}

const topicsOf = (name: string, key: string): string[] =>
  listOf(name, key)
    .split(',')
    .map((topic) => topic.trim());
const lines = (items: Iterable<{ app: string; topic: string }>): string[] =>
  [...new Set([...items].map(({ app, topic }) => `${app} ${topic}`))].toSorted();
/** The sidecar of a subscriber puts an event aside when the service never takes it. */
const deadOf = ({ app, topic }: Hearing) => ({ app, topic: `${topic}.dead` });

function isAllowed(target: Configuration | undefined, caller: string, path: string): boolean {
  const policy = target?.spec.accessControl?.policies.find(({ appId }) => appId === caller);
  return (policy?.operations ?? []).some(({ name, httpVerb, action }) => {
    const matches = name.endsWith('/**') ? path.startsWith(name.slice(0, -2)) : path === name;
    return matches && action === 'allow' && (httpVerb.includes('GET') || httpVerb.includes('*'));
  });
}

test('services hear something', () => {
  expect(lines(hearings)).toEqual(expect.arrayContaining(['auth-service users', 'notification-service tournaments']));
});

test('each service is subscribed to exactly the topics that it handles, by the right component and route', () => {
  const expected = hearings.map(({ app, topic, everyReplica }) => ({
    app,
    component: everyReplica ? 'pubsub-broadcast' : 'pubsub',
    topic,
    route: `/internal/events/${topic}`,
    // A replica that misses an event pulls it, so there is nothing to put aside.
    dead: everyReplica ? undefined : `${topic}.dead`,
  }));
  const others = [frames, ...revocations].map(({ app, topic }) => {
    return { app, component: 'pubsub-broadcast', topic, route: `/internal/${topic}`, dead: undefined };
  });
  const all = [...expected, ...others];
  const inOrder = (items: typeof subscriptions) => items.toSorted((a, b) => (lines([a]) < lines([b]) ? -1 : 1));
  expect(inOrder(subscriptions)).toEqual(inOrder(all));
});

describe('pubsub', () => {
  test('lets the producer of a topic publish there, subscribers put events aside, and nobody else do either', () => {
    const own = hearings.map(({ topic }) => ({ app: producerOf[topic], topic }));
    expect(scopesOf('pubsub', 'publishingScopes').toSorted()).toEqual(lines([...own, ...shared.map(deadOf)]));
  });

  test('lets those subscribe who handle a topic', () => {
    expect(scopesOf('pubsub', 'subscriptionScopes').toSorted()).toEqual(lines(shared));
  });

  test.each(['allowedTopics', 'protectedTopics'])('has every topic in %s', (key) => {
    const topics = [...hearings, ...shared.map(deadOf)].map(({ topic }): string => topic);
    expect(topicsOf('pubsub', key).toSorted()).toEqual([...new Set(topics)].toSorted());
  });
});

describe('pubsub-broadcast', () => {
  const each = () => [...hearings.filter(({ everyReplica }) => everyReplica), frames, ...revocations];

  test('publishes frames and revocations, and no other event', () => {
    expect(scopesOf('pubsub-broadcast', 'publishingScopes').toSorted()).toEqual(lines([frames, ...revokers]));
  });

  test('lets those subscribe whose every replica hears a topic', () => {
    expect(scopesOf('pubsub-broadcast', 'subscriptionScopes').toSorted()).toEqual(lines(each()));
  });

  test.each(['allowedTopics', 'protectedTopics'])('has every topic in %s', (key) => {
    const topics = each().map(({ topic }): string => topic);
    expect(topicsOf('pubsub-broadcast', key).toSorted()).toEqual([...new Set(topics)].toSorted());
  });
});

test.each(['pubsub', 'pubsub-broadcast'])('%s is given to those who publish or subscribe', (name) => {
  const used = [...scopesOf(name, 'publishingScopes'), ...scopesOf(name, 'subscriptionScopes')];
  const apps = used.map((line) => line.replace(/ .*/, ''));
  expect(new Set(components.get(name)?.scopes)).toEqual(new Set(apps));
});

test('everybody who checks access tokens may ask those who revoke them', () => {
  const missing = revokingServices.flatMap((revoker) =>
    guards.filter((app) => app !== revoker && !isAllowed(configurations.get(revoker), app, '/internal/revocations')),
  );
  expect(missing).toEqual([]);
});

describe('the sidecar of a producer', () => {
  const denied = (items: Hearing[], path: (hearing: Hearing) => string): string[] =>
    items
      .filter((item) => !isAllowed(configurations.get(producerOf[item.topic]), item.app, path(item)))
      .map((item) => `${item.app} may not get ${path(item)} of ${producerOf[item.topic]}`);

  test('lets its consumers ask for what the broker kept from them', () => {
    expect(denied(hearings, () => '/internal/events')).toEqual([]);
  });

  test('lets consumers that keep state take a snapshot', () => {
    expect(denied(shared, ({ topic }) => `/internal/snapshot/${topic}`)).toEqual([]);
  });

  test('lets it publish, and that of a consumer lets it ask', () => {
    const missing = (app: string, api: string): string[] => {
      const allowed = configurations.get(app)?.spec.api?.allowed ?? [];
      return allowed.some(({ name, protocol }) => name === api && protocol === 'http') ? [] : [`${app} lacks ${api}`];
    };
    const producers = hearings.flatMap(({ topic }) => missing(producerOf[topic], 'publish'));
    expect([...producers, ...hearings.flatMap(({ app }) => missing(app, 'invoke'))]).toEqual([]);
  });
});

describe('components that can take the place of the usual ones', () => {
  const alternatives = readManifests('components/alternatives', 'Component', component);

  test('are a whole set', () => {
    expect(new Set(alternatives.map(({ metadata }) => metadata.name))).toEqual(new Set(components.keys()));
  });

  test.each(['mail', 'secretstore'])('%s, which is not swapped, is the usual one', (name) => {
    const read = (folder: string): string => readFileSync(join(checkout, folder, `${name}.yaml`), 'utf8');
    expect(read('components/alternatives')).toBe(read('components'));
  });

  test.each(alternatives)('$metadata.name is given to the same services, for the same topics', (alternative) => {
    const usual = components.get(alternative.metadata.name);
    const rights = new Set(['allowedTopics', 'protectedTopics', 'publishingScopes', 'subscriptionScopes']);
    const rightsOf = (item: typeof usual) => item?.spec.metadata.filter(({ name }) => rights.has(name));
    expect(alternative.scopes).toEqual(usual?.scopes);
    expect(rightsOf(alternative)).toEqual(rightsOf(usual));
  });
});
