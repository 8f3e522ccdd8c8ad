import { resolve } from 'node:path';
import { defineService, appendEvents, newEvent, type BaseConfig, type Database } from '@gym/service-kit';
import type { Child } from '../../../tests/support/processes.js';
import { eventually, freePorts, startChild } from '../../../tests/support/processes.js';
import { startTestService, type TestService } from '../../../tests/support/service.js';
import { tournamentEvents, type CloudEvent } from '../src/index.js';

const checkout = resolve(import.meta.dirname, '../../..');
const example = 'examples/python-subscriber';
const migrations = resolve(checkout, 'packages/service-kit/test/migrations');

describe('a subscriber in Python', () => {
  let outbox: Database;
  let producer: TestService;
  let subscriber: Child;
  let port: number;

  beforeAll(async () => {
    const createProducer = (config: BaseConfig) =>
      defineService(config, async (resources) => {
        outbox = await resources.database('tournament-db', migrations);
        return { operations: [] };
      });
    producer = await startTestService('tournament-service', createProducer, { database: 'tournament-db' });
    const { environment } = producer;
    [port = 0] = await freePorts(1);
    subscriber = startChild('python3', [`${example}/subscriber.py`], {
      cwd: checkout,
      env: { PATH: process.env['PATH'], APP_PORT: String(port), APP_API_TOKEN: environment.appApiToken },
    });
    await environment.startSidecar('python-subscriber', port, 'python-subscriber-0', {
      config: `${example}/dapr/config.yaml`,
      resources: [`${example}/dapr/resources`],
    });
  });
  afterAll(async () => {
    await subscriber?.stop();
    await producer?.stop();
  });

  function publish(names: string[]): Promise<CloudEvent[]> {
    const events = names.map((name, index) =>
      newEvent(tournamentEvents.tournamentDeleted, index + 1, { tournament_id: index + 1, name }),
    );
    return outbox.transaction((tx) => appendEvents(tx, 'tournament-service', events));
  }

  async function deliver(event: unknown, token = producer.environment.appApiToken): Promise<[number, unknown]> {
    const response = await fetch(`http://127.0.0.1:${port}/events/tournaments`, {
      method: 'POST',
      headers: { 'dapr-api-token': token, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    return [response.status, await response.json()];
  }

  const lines = (): string[] => subscriber.output().trimEnd().split('\n');

  it('prints every event that a service commits, once', async () => {
    const events = await publish(['Spring', 'Summer', 'Autumn']);
    await eventually('three lines', () => Promise.resolve(lines().length >= 3), 30_000);
    expect(lines().toSorted((a, b) => a.localeCompare(b))).toEqual([
      '1 gym.tournament.deleted.v1 1 {"name": "Spring", "tournament_id": 1}',
      '2 gym.tournament.deleted.v1 2 {"name": "Summer", "tournament_id": 2}',
      '3 gym.tournament.deleted.v1 3 {"name": "Autumn", "tournament_id": 3}',
    ]);
    for (const event of events) expect(await deliver(event)).toEqual([200, { status: 'SUCCESS' }]);
    expect(lines()).toHaveLength(3);
  });

  it('accepts deliveries of its own sidecar only', async () => {
    const [event] = await publish(['Winter']);
    await eventually('the line', () => Promise.resolve(lines().length === 4));
    for (const token of ['', 'guess']) {
      expect(await deliver({ ...event, data: { ...event?.data, seq: 99 } }, token)).toEqual([403, expect.anything()]);
    }
    expect(lines()).toHaveLength(4);
  });

  it('drops what breaks the schema, and passes over what it does not know', async () => {
    const [event] = await publish(['Gala']);
    await eventually('the line', () => Promise.resolve(lines().length === 5));
    const broken = { ...event, data: { seq: 100, payload: { name: 'nameless' } } };
    expect(await deliver(broken)).toEqual([200, { status: 'DROP' }]);
    expect(await deliver({ ...event, source: 'user-service' })).toEqual([200, { status: 'DROP' }]);
    expect(await deliver({ ...event, type: 'gym.tournament.moved.v1' })).toEqual([200, { status: 'SUCCESS' }]);
    expect(lines().slice(5)).toEqual([
      'dropped: event.data.payload.tournament_id is missing',
      'dropped: event.source is not tournament-service',
    ]);
  });
});
