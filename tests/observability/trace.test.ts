import { randomUUID } from 'node:crypto';
import { findTrace, stackPaths, traceTree, type ZipkinSpan } from '@gym/dev';
import { admin, call, member, newEmail, password, trainer, until } from '../support/gateway.js';
import { connectLive, type LiveClient } from '../support/live.js';

const { socket } = stackPaths(process.env['GYM_TEST_HOME'] ?? '');
const requestId = `result-${randomUUID()}`;
const sent = 'send gym.match.finished.v1';
let spans: ZipkinSpan[];
let screen: LiveClient;

/** A result, from the trainer's click until a spectator's screen has it. */
beforeAll(async () => {
  const coach = await trainer(await admin());
  const body = { name: 'Traced Open', start_date: '2027-05-01T09:00:00Z' };
  const { body: created } = await call('POST', '/api/tournaments/', { token: coach.token, body });
  const path = `/api/tournaments/${created.tournament.id}`;
  const participants = { participants: [{ name: 'Ann' }, { name: 'Bob' }] };
  await call('PUT', `${path}/participants`, { token: coach.token, body: participants });
  await call('POST', `${path}/generate-bracket`, { token: coach.token });
  const { body: drawn } = await call('GET', `${path}/bracket`, { token: coach.token });
  const [match] = drawn.bracket;
  screen = await connectLive({ token: coach.token });
  screen.subscribe(`tournament:${created.tournament.id}`);
  await until('the subscription', async () => screen.frames.some(({ type }) => type === 'subscribed'));
  const result = await call('PUT', `${path}/bracket/${match.id}/result`, {
    token: coach.token,
    body: { winner_id: match.participant1.id, score: '3:1' },
    headers: { 'x-request-id': requestId },
  });
  if (result.status !== 200) throw new Error(`the result was refused: ${result.status}`);
  await screen.event(({ event }) => event === 'match.finished');
  spans = await traceWith(requestId, sent);
  console.log(traceTree(spans));
});

afterAll(() => screen?.close());

/** The trace of a request, when it has a span of that name and nothing is missing in between. */
async function traceWith(request: string, name: string): Promise<ZipkinSpan[]> {
  let found: ZipkinSpan[] = [];
  await until(`all of the trace with ${name}`, async () => {
    found = (await findTrace(socket, request)) ?? [];
    return found.some((span) => span.name === name) && orphans(found).length === 1;
  });
  return found;
}

/** Spans that follow from nothing in the trace. */
function orphans(spans: readonly ZipkinSpan[]): ZipkinSpan[] {
  const ids = new Set(spans.map(({ id }) => id));
  return spans.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
}

/** A span and what it follows from, the first step first. */
function wayTo(name: string, spans: readonly ZipkinSpan[]): ZipkinSpan[] {
  const steps: ZipkinSpan[] = [];
  for (let at = spans.find((span) => span.name === name); at; at = spans.find(({ id }) => id === at?.parentId)) {
    steps.unshift(at);
  }
  return steps;
}

const processOf = ({ localEndpoint }: ZipkinSpan): string => localEndpoint.serviceName;

test('the frame of a result follows from the click, through every process on the way', () => {
  const way = wayTo(sent, spans);
  expect(way.map(processOf)).toEqual([
    'api-gateway',
    'api-gateway-sidecar',
    'tournament-service-sidecar',
    'tournament-service',
    // The publication of the event, which the outbox kept the trace for.
    'tournament-service',
    'notification-service',
  ]);
  expect(Number(way.at(-1)?.tags['gym.sent'])).toBeGreaterThanOrEqual(1);
});

test('the trace begins at the gateway and names the request', () => {
  expect(orphans(spans)).toMatchObject([
    {
      name: 'PUT /api/tournaments/**',
      localEndpoint: { serviceName: 'api-gateway' },
      tags: { 'gym.request_id': requestId, 'http.response.status_code': '200' },
    },
  ]);
});

test('statements are steps of it, by name and without what was written', () => {
  const statements = spans.filter(({ tags }) => tags['db.system.name'] === 'postgresql').map(({ name }) => name);
  expect(statements).toEqual(expect.arrayContaining(['begin', 'update outbox_sequence, insert outbox', 'commit']));
  expect(JSON.stringify(spans)).not.toContain('3:1');
});

test('sidecars say that they carried the event', () => {
  const carriers = spans.filter(({ localEndpoint }) => localEndpoint.serviceName.endsWith('-sidecar'));
  expect(carriers.map(({ name, localEndpoint }) => `${localEndpoint.serviceName} ${name}`)).toEqual(
    expect.arrayContaining([
      'tournament-service-sidecar /v1.0/publish/bulk/pubsub/tournaments',
      'notification-service-sidecar pubsub/tournaments',
    ]),
  );
});

test('what another service makes of an event, and what follows from that, belongs to the same trace', async () => {
  const headers = { 'x-request-id': `register-${randomUUID()}` };
  const body = { email: newEmail(), password, full_name: 'Traced Person', role: 'member' };
  expect((await call('POST', '/api/auth/register', { body, headers })).status).toBe(201);
  const welcome = 'send gym.user.profile-created.v1';
  const way = wayTo(welcome, await traceWith(headers['x-request-id'], welcome));
  expect(way.map((span) => `${processOf(span)}: ${span.name}`)).toEqual(
    expect.arrayContaining([
      'api-gateway: POST /api/auth/**',
      'auth-service: POST /api/auth/register',
      'user-service: handle gym.account.registered.v1',
      'user-service: publish gym.user.profile-created.v1',
      `notification-service: ${welcome}`,
    ]),
  );
});

test('the reading of a secret address is in no trace: sidecars would write the address into it', async () => {
  const { token } = await member();
  const { path } = (await call('POST', '/api/tournaments/calendar-address', { token })).body;
  const [secret, open] = [`secret-${randomUUID()}`, `open-${randomUUID()}`];
  const read = (address: string, request: string) => call('GET', address, { headers: { 'x-request-id': request } });
  expect((await read(path, secret)).status).toBe(200);
  expect((await read('/api/public/tournaments?limit=1', open)).status).toBe(200);
  await until('the later one to be there', async () => {
    const spans = (await findTrace(socket, open)) ?? [];
    return spans.some((span) => processOf(span) === 'tournament-service-sidecar');
  });
  expect(await findTrace(socket, secret)).toEqual([]);
});
