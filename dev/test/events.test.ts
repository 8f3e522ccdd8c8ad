import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { events } from '../src/commands/events.js';
import { UsageError } from '../src/cli/options.js';
import { dropDead, readDead, readStatus, rebuild, replayDead } from '../src/events/actions.js';
import type { EventStatus } from '../src/events/answers.js';
import { createClient, type ServiceClient } from '../src/events/client.js';
import { statusTable } from '../src/events/tables.js';

const token = 'token-of-the-app';
let server: Server;
let client: ServiceClient;
/** What the service has been asked. */
let asked: string[] = [];
/** Answers by method and path, the first that fits; 404 without one. */
let answers: [string, (count: number) => { status?: number; body: unknown }][] = [];

beforeAll(async () => {
  server = createServer((req, res) => {
    const request = `${req.method} ${req.url}`;
    asked.push(request);
    const found =
      req.headers['dapr-api-token'] === token ? answers.find(([key]) => request.startsWith(key)) : undefined;
    const count = asked.filter((item) => item === request).length;
    const { status = 200, body } = found?.[1](count) ?? { status: 404, body: { status: 404, detail: 'Nothing here.' } };
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = createClient('user-service', (server.address() as AddressInfo).port, token);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  asked = [];
  answers = [];
});

const dead = (id: number, subject: string) => ({
  id,
  source: 'auth-service',
  type: 'gym.account.registered.v1',
  subject,
  error: 'Error: no',
  attempts: 1,
  failed_at: '2026-01-01T00:00:00.000Z',
  retry_at: null,
});

const status: EventStatus = {
  sources: {
    'auth-service': { position: 7, heard: 9, behind: 2, error: null, rebuild: null },
    'tournament-service': { position: 0, heard: 0, behind: 0, error: 'does not answer', rebuild: null },
  },
  dead: 3,
  outbox: { last_seq: 12, unpublished: 4, oldest_unpublished_s: 61.2, dead: 1 },
};

test('a service is asked with the token of its sidecar, and its refusal is told in its words', async () => {
  answers = [['GET /internal/events/status', () => ({ body: status })]];
  expect(await readStatus([client])).toEqual([{ service: 'user-service', answer: status }]);
  const stranger = createClient('user-service', (server.address() as AddressInfo).port, 'wrong');
  await expect(stranger.call('GET', '/internal/dead-events')).rejects.toThrow('user-service: Nothing here.');
});

test('services without events are left out, those that do not answer are named', async () => {
  const gone = createClient('auth-service', 1, token);
  expect(await readStatus([client, gone])).toEqual([
    { service: 'auth-service', error: 'auth-service: does not answer' },
  ]);
  await expect(readDead([gone])).rejects.toThrow('auth-service: does not answer');
});

test('the table has a line per service and producer', () => {
  const lines = statusTable([
    { service: 'user-service', answer: status },
    { service: 'auth-service', error: 'auth-service: does not answer' },
  ]).split('\n');
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['SERVICE', 'HEARS', 'POSITION', 'BEHIND', 'DEAD', 'PUBLISHED', 'UNPUBLISHED', 'REFUSED', 'WHY'],
    ['user-service', 'auth-service', '7', '2', '3', '12', '4 (61 s)', '1'],
    ['tournament-service', '0', '0', 'does not answer'],
    ['auth-service', 'auth-service: does not answer'],
  ]);
});

test('all pages of dead events are read', async () => {
  answers = [
    [
      'GET /internal/dead-events?limit=200&cursor=5',
      () => ({ body: { items: [dead(4, '1')], next_cursor: null, total: 2 } }),
    ],
    ['GET /internal/dead-events?limit=200', () => ({ body: { items: [dead(5, '1')], next_cursor: '5', total: 2 } })],
  ];
  expect(await readDead([client])).toMatchObject([{ id: 5, service: 'user-service' }, { id: 4 }]);
});

test('without an id every subject is replayed once, and failures are told', async () => {
  const items = [dead(9, '2'), dead(8, '1'), dead(7, '2')];
  answers = [
    ['GET /internal/dead-events', () => ({ body: { items, next_cursor: null, total: 3 } })],
    ['POST /internal/dead-events/7/replay', () => ({ body: { replayed: 2, error: null } })],
    ['POST /internal/dead-events/8/replay', () => ({ body: { replayed: 0, error: 'Error: no' } })],
  ];
  const outcome = await replayDead(client, undefined);
  expect(outcome).toMatchObject({ failed: true, json: { replayed: 2, errors: ['8: Error: no'] } });
  expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(2);
});

test('a drop says what followed', async () => {
  answers = [['DELETE /internal/dead-events/3', () => ({ body: { dropped: dead(3, '1'), replayed: 1, error: null } })]];
  expect((await dropDead(client, 3)).text).toBe('Dropped gym.account.registered.v1 of 1, and 1 behind it took effect.');
  await expect(dropDead(client, 4)).rejects.toThrow('Nothing here.');
});

test('a rebuild is waited for', async () => {
  const states = ['waiting', 'running', 'done'] as const;
  const source = (count: number) => ({
    position: 1,
    heard: 1,
    behind: 0,
    error: null,
    rebuild: { state: states[count - 1] ?? 'done', reason: 'asked', applied: count, failed: 0, error: null },
  });
  answers = [
    ['POST /internal/rebuild', () => ({ status: 202, body: { sources: ['auth-service'] } })],
    ['GET /internal/events/status', (count) => ({ body: { ...status, sources: { 'auth-service': source(count) } } })],
  ];
  const said: string[] = [];
  const outcome = await rebuild(client, (line) => said.push(line));
  expect(said).toEqual(['auth-service: waiting, 1 applied', 'auth-service: running, 2 applied']);
  expect(outcome).toMatchObject({ text: 'auth-service: done, 3 applied', failed: false });
});

test.each([
  [['nothing']],
  [['show', 'user-service']],
  [['show', 'user-service', 'x']],
  [['drop', 'user-service']],
  [['rebuild']],
  [['redrive']],
  [['status', 'user-service', '3']],
  [['replay', 'user-service', '0']],
  [['constructor']],
])('events %j is a mistake of usage', async (args) => {
  await expect(events.run(args)).rejects.toThrow(UsageError);
});

test('a slip in the name of a sub-command gets a suggestion', async () => {
  await expect(events.run(['reply'])).rejects.toThrow('Did you mean replay?');
});
