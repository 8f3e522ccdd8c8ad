import { setTimeout as pause } from 'node:timers/promises';
import type { BaseConfig } from '@gym/service-kit';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { eventOf, eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { tournamentEvents } from '@gym/contracts';
import type { Config } from '../src/config.js';
import { createService } from '../src/service.js';
import { Scoreboard } from './scoreboard.js';
import { get, rawRequest } from './raw-http.js';

const origin = 'http://app.test:3000';
const board = new Scoreboard();
let environment: TestEnvironment;
let service: TestService;
let gateway: TestService;

const settings: Omit<Config, keyof BaseConfig> = {
  GATEWAY_ROUTES: new Map([['public', 'tournament-service']]),
  CORS_ORIGINS: [origin],
  UPSTREAM_TIMEOUT_MS: 5000,
  TRUSTED_PROXIES: 0,
  OTEL_TRACES_SAMPLER_ARG: 0,
};
const start = (database?: string) =>
  startTestService('tournament-service', (config, overrides) => board.create(config, overrides), {
    environment,
    ...(database === undefined ? {} : { database }),
  });

beforeAll(async () => {
  environment = await startEnvironment();
  service = await start('tournament-db');
  gateway = await startTestService('api-gateway', createService, { environment, settings });
  await eventually('an answer is kept', async () => (await look(0)).origin === 'api-gateway; hit');
});

afterAll(async () => {
  await gateway?.stop();
  await service?.stop();
  await environment?.stop();
});

interface Seen {
  status: number;
  count: number | undefined;
  origin: string | null;
  headers: Headers;
}

async function look(subject: number, headers: Record<string, string> = {}): Promise<Seen> {
  const response = await fetch(`http://127.0.0.1:${gateway.port}/api/public/boards/${subject}`, { headers });
  const text = await response.text();
  const count = text === '' ? undefined : (JSON.parse(text) as { count: number }).count;
  return { status: response.status, count, origin: response.headers.get('cache-status'), headers: response.headers };
}

const isHit = async (subject: number): Promise<boolean> => (await look(subject)).origin === 'api-gateway; hit';

describe('an answer that is the same for everybody', () => {
  test('is read once for many who ask at once, and comes from the gateway afterwards', async () => {
    board.delay = 200;
    const before = board.reads;
    const seen = await Promise.all(Array.from({ length: 50 }, () => look(1)));
    board.delay = 0;
    expect(new Set(seen.map(({ count }) => count))).toEqual(new Set([0]));
    expect(await isHit(1)).toBe(true);
    expect(board.reads).toBe(before + 1);
  });

  test('does not depend on a login, and says nothing of what services tell the gateway', async () => {
    const response = await fetch(`http://127.0.0.1:${gateway.port}/api/public/boards/2`, {
      headers: { authorization: 'Bearer of-somebody', origin },
    });
    expect(await response.json()).not.toHaveProperty('authorization');
    expect(response.headers.get('x-gym-cache-tags')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('public, no-cache');
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-expose-headers')).toContain('cache-status');
  });

  test('is 304 for those who have it, a head for HEAD, and gzip for those who take it', async () => {
    const { headers } = await look(3, { 'accept-encoding': 'gzip' });
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(headers.get('vary')).toContain('accept-encoding');
    const plain = await rawRequest(gateway.port, get('/api/public/boards/3', ['accept-encoding: gzip;q=0']));
    expect(plain).not.toContain('content-encoding');
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const answer = await rawRequest(gateway.port, get('/api/public/boards/3', [`if-none-match: ${tag}`]));
      expect(answer).toMatch(/^HTTP\/1.1 304 [^]*etag: W[^]*\r\n\r\n$/);
    }
    const other = await rawRequest(gateway.port, get('/api/public/boards/3', ['if-none-match: "9"']));
    expect(other).toMatch(/^HTTP\/1.1 200 /);
    const head = await rawRequest(gateway.port, get('/api/public/boards/3').replace('GET', 'HEAD'));
    expect(head).toMatch(/^HTTP\/1.1 200 [^]*content-length: 2\d{3}[^]*\r\n\r\n$/);
  });

  test('that says nothing is there is not kept', async () => {
    const before = board.reads;
    expect([(await look(404)).status, (await look(404)).status]).toEqual([404, 404]);
    expect(board.reads).toBe(before + 2);
  });
});

describe('a change', () => {
  test('is seen by everybody after its event, and nobody ever goes back', async () => {
    expect((await look(10)).count).toBe(0);
    for (let changes = 1; changes <= 20; changes += 1) {
      let last = changes - 1;
      await board.change(10);
      await eventually('the change is seen', async () => {
        const { count = -1 } = await look(10);
        expect(count).toBeGreaterThanOrEqual(last);
        last = count;
        return count === changes;
      });
    }
    expect(await isHit(10)).toBe(true);
  });

  test('of one thing leaves the answers about others', async () => {
    expect((await look(11)).count).toBe(0);
    expect((await look(12)).count).toBe(0);
    await board.change(12);
    await eventually('the change is seen', async () => (await look(12)).count === 1);
    expect(await isHit(11)).toBe(false);
    expect(await isHit(11)).toBe(true);
  });

  test('that the broker keeps to itself is asked for', async () => {
    expect((await look(13)).count).toBe(0);
    expect(await isHit(13)).toBe(true);
    await board.change(13, 'lost');
    await eventually('the change is seen', async () => (await look(13)).count === 1, 10_000);
  });

  test('during a reading is seen by those who ask after its event', async () => {
    board.delay = 500;
    const before = look(14);
    await pause(100);
    await board.change(14);
    await eventually('the event is heard', async () => {
      board.delay = 0;
      return (await look(15)).count !== undefined && (await look(14)).count === 1;
    });
    expect((await before).count).toBe(0);
    expect(await look(14)).toMatchObject({ count: 1, origin: 'api-gateway; hit' });
  });
});

test('nobody but the sidecar of the gateway tells it of changes', async () => {
  const body = eventOf(tournamentEvents.tournamentDeleted, 'tournament-service', 1, 1, { tournament_id: 1, name: 'x' });
  const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`http://127.0.0.1:${gateway.port}/internal/events/tournaments`, init);
  expect(response.status).toBe(403);
  expect((await gateway.event('tournaments', body)).status).toBe(200);
});

// The rest takes things away.
test('without the service the last answer goes on, marked with its age, and is right again afterwards', async () => {
  await look(30);
  await board.change(30);
  await eventually('the change is seen', async () => (await look(30)).count === 1, 10_000);
  await service.stop();
  await eventually(
    'the answer is marked',
    async () => {
      const seen = await look(30);
      expect(seen).toMatchObject({ status: 200, count: 1 });
      return seen.origin === 'api-gateway; hit; detail=stale' && Number(seen.headers.get('age')) > 0;
    },
    30_000,
  );
  expect((await look(31)).status).toBe(503);
  service = await start();
  await board.change(30);
  await eventually('the change is seen', async () => (await look(30)).count === 2, 15_000);
  await eventually('answers are kept', () => isHit(30), 15_000);
});

// Last, because it does not come back.
test('without the broker changes are seen all the same, somewhat later', async () => {
  await environment.stopRedis();
  expect((await look(20)).count).toBe(0);
  await board.change(20);
  await eventually('the change is seen', async () => (await look(20)).count === 1, 10_000);
  await eventually('answers are kept', () => isHit(20));
});
