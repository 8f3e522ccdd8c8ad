import { eventTypes } from './events/catalogue.js';
import { eventTopic, producerOf, type EventTopic, type EventType } from './events/cloud-event.js';
import { eventSchema } from './events/event-schema.js';

type Json = Record<string, unknown>;

const description = `Facts that services tell each other: CloudEvents 1.0 in structured mode on a Dapr pub/sub component.
\`data.seq\` counts the events of one producer without a gap, in the order of its commits; \`data.payload\` is the fact.
An event may be delivered twice, late or out of order: the pair of \`source\` and \`data.seq\` tells what is new.
What the broker has kept from a consumer, it reads from the producer through Dapr invocation:
\`GET /internal/events?after=<seq>&limit=<number>\`. Consumers ignore types and fields they do not know.`;

/** AsyncAPI 3.0 of all events between services. Its schemas are those that validate, as JSON Schema draft 7. */
export function asyncApiDocument(): Json {
  const schemas: Json = {};
  const messages = Object.fromEntries(eventTypes.map((event) => [event.type, messageOf(event, schemas)]));
  const topics = eventTopic.options;
  return {
    asyncapi: '3.0.0',
    info: { title: 'Gym platform: events', version: '1.0.0', description },
    defaultContentType: 'application/cloudevents+json',
    servers: { pubsub: sidecar },
    channels: Object.fromEntries(topics.map((topic) => [topic, channelOf(topic)])),
    operations: Object.fromEntries(topics.flatMap((topic) => [sendOperation(topic), receiveOperation(topic)])),
    components: { messages, schemas },
  };
}

/** Nobody connects to the broker itself. */
const sidecar: Json = {
  host: '{sidecar}',
  protocol: 'http',
  title: 'Dapr pub/sub component "pubsub"',
  description: 'Reached through the own Dapr sidecar only, which also delivers.',
  variables: { sidecar: { description: 'HTTP address of the own sidecar', examples: ['127.0.0.1:3500'] } },
};

function typesOn(topic: EventTopic): EventType[] {
  return eventTypes.filter((event) => event.topic === topic);
}

function channelOf(topic: EventTopic): Json {
  return {
    address: topic,
    title: topic,
    description: `Published by ${producerOf[topic]} and nobody else.`,
    servers: [{ $ref: '#/servers/pubsub' }],
    messages: Object.fromEntries(
      typesOn(topic).map(({ type }) => [type, { $ref: `#/components/messages/${pointer(type)}` }]),
    ),
  };
}

function sendOperation(topic: EventTopic): [string, Json] {
  const service = producerOf[topic];
  return [
    `${service}.send.${topic}`,
    { ...operationOn(topic, 'send'), summary: `${service} publishes`, tags: [{ name: service }] },
  ];
}

function receiveOperation(topic: EventTopic): [string, Json] {
  const summary = 'Any service that may subscribe hears, as a consumer group of its own';
  return [`any.receive.${topic}`, { ...operationOn(topic, 'receive'), summary }];
}

function operationOn(topic: EventTopic, action: 'send' | 'receive'): Json {
  const messages = typesOn(topic).map(({ type }) => ({ $ref: `#/channels/${topic}/messages/${pointer(type)}` }));
  return { action, channel: { $ref: `#/channels/${topic}` }, messages };
}

/** @param schemas receives the schemas that several messages share */
function messageOf(event: EventType, schemas: Json): Json {
  const { definitions, $schema: _, ...schema } = eventSchema(event, 'draft-07');
  for (const [name, shared] of Object.entries(definitions ?? {})) {
    const moved = moveReferences(shared);
    if (name in schemas && JSON.stringify(schemas[name]) !== JSON.stringify(moved)) {
      throw new Error(`two schemas are named ${name}`);
    }
    schemas[name] = moved;
  }
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType: 'application/cloudevents+json',
    payload: moveReferences(schema),
  };
}

/** `#/definitions/X` of a single schema is `#/components/schemas/X` of the document. */
function moveReferences(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(moveReferences);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string'
        ? item.replace('#/definitions/', '#/components/schemas/')
        : moveReferences(item),
    ]),
  );
}

function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
