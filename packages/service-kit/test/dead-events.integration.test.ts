import { resolve } from 'node:path';
import { userEvents } from '@gym/contracts';
import { eventOf, eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { defineService, onEvent, type BaseConfig, type Overrides, type Service } from '../src/index.js';

const migrations = resolve(import.meta.dirname, 'migrations');
const poisonous = new Set<number>();

function createConsumer(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      const database = await resources.database('auth-db', migrations);
      const handler = onEvent(userEvents.profileCreated, async (tx, { user_id, full_name }) => {
        await tx.query('insert into things values ($1, $2) on conflict (id) do update set name = excluded.name', [
          user_id,
          full_name,
        ]);
        if (poisonous.has(user_id)) throw new Error('this cannot be digested');
      });
      return { operations: [], inbox: { database, handlers: [handler], apiPath: '/api/auth' } };
    },
    overrides,
  );
}

let service: TestService;
let admin: string;
let seq = 0;

beforeAll(async () => {
  service = await startTestService('auth-service', createConsumer, { database: 'auth-db' });
  admin = service.tokenFor({ id: 1, role: 'admin' });
});
afterAll(() => service.stop());
beforeEach(async () => {
  poisonous.clear();
  await service.sql('delete from dead_events');
});

/** Delivers names of a user, the first of which fails, so that the others wait behind it. */
async function bury(user: number, ...names: string[]): Promise<void> {
  poisonous.add(user);
  for (const full_name of names) {
    seq += 1;
    const event = eventOf(userEvents.profileCreated, 'user-service', user, seq, { user_id: user, full_name });
    expect((await service.event('users', event)).status).toBe(200);
  }
  // Nothing is tried by itself while a test looks.
  await service.sql(`update dead_events set retry_at = now() + interval '1 hour'`);
}

const nameOf = async (user: number): Promise<unknown> =>
  (await service.sql<{ name: string }>('select name from things where id = $1', [user]))[0]?.name;

describe.each([
  ['the developer tool', '/internal', () => undefined],
  ['an admin', '/api/auth', () => admin],
])('%s', (_who, path, token) => {
  function call(method: string, rest: string) {
    const bearer = token();
    return service.call(method, `${path}/dead-events${rest}`, bearer === undefined ? {} : { token: bearer });
  }

  it('sees what could not be applied and why, newest first, page by page', async () => {
    await bury(2, 'a', 'b', 'c');
    const first = await call('GET', '?limit=2');
    expect(first.body).toMatchObject({ total: 3, items: [{ payload: { full_name: 'c' } }, { attempts: 0 }] });
    const second = await call('GET', `?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ next_cursor: null, items: [{ error: 'Error: this cannot be digested' }] });
    const [item] = second.body.items;
    expect(item).toEqual({
      id: expect.any(Number),
      source: 'user-service',
      seq: seq - 2,
      type: 'gym.user.profile-created.v1',
      subject: '2',
      error: 'Error: this cannot be digested',
      attempts: 1,
      failed_at: expect.stringMatching(/Z$/),
      retry_at: expect.stringMatching(/Z$/),
      time: expect.any(String),
      payload: { user_id: 2, full_name: 'a' },
    });
    expect((await call('GET', `/${item.id}`)).body).toEqual(item);
  });

  it('replays one with all of its subject, in their order', async () => {
    await bury(3, 'a', 'b', 'c');
    await bury(4, 'other');
    const [newest] = (await call('GET', '?limit=1&cursor=1000000')).body.items;
    expect(newest.subject).toBe('4');
    const [, , , oldestOfThree] = (await call('GET', '')).body.items;
    expect((await call('POST', `/${oldestOfThree.id}/replay`)).body).toEqual({
      replayed: 0,
      error: 'Error: this cannot be digested',
    });
    poisonous.clear();
    expect((await call('POST', `/${oldestOfThree.id}/replay`)).body).toEqual({ replayed: 3, error: null });
    expect(await nameOf(3)).toBe('c');
    expect((await call('GET', '')).body.total).toBe(1);
  });

  it('drops one, after which the others of its subject take effect', async () => {
    await bury(5, 'poison', 'good');
    poisonous.clear();
    const [, oldest] = (await call('GET', '')).body.items;
    const answer = await call('DELETE', `/${oldest.id}`);
    expect(answer.body).toMatchObject({ dropped: { id: oldest.id }, replayed: 1, error: null });
    expect(await nameOf(5)).toBe('good');
    expect((await call('GET', '')).body).toEqual({ items: [], next_cursor: null, total: 0 });
  });

  it('is told when there is no such event', async () => {
    for (const [method, rest] of [
      ['GET', '/999999'],
      ['POST', '/999999/replay'],
      ['DELETE', '/999999'],
      ['DELETE', '/x'],
    ] as const) {
      expect((await call(method, rest)).status).toBe(404);
    }
  });
});

test('nobody but admins sees payloads through the gateway', async () => {
  for (const role of ['member', 'trainer'] as const) {
    const answer = await service.call('GET', '/api/auth/dead-events', { token: service.tokenFor({ id: 2, role }) });
    expect(answer.status).toBe(403);
  }
  expect((await service.call('GET', '/api/auth/dead-events')).status).toBe(401);
  expect((await service.call('POST', '/api/auth/dead-events/1/replay')).status).toBe(401);
});

test('a subject waits for a person after five tries, also with others behind it', async () => {
  await bury(6, 'poison', 'waits');
  await service.sql(`update dead_events set attempts = 4, retry_at = now() where attempts = 1`);
  await service.sql(`update dead_events set retry_at = now() - interval '1 minute'`);
  const attempts = async (): Promise<number | undefined> =>
    (await service.sql<{ attempts: number }>('select attempts from dead_events order by seq limit 1'))[0]?.attempts;
  await eventually('the fifth try has failed', async () => (await attempts()) === 5);
  await new Promise((resolve) => setTimeout(resolve, 5500));
  expect(await attempts()).toBe(5);
});

test('the status counts them, and readiness mentions them without failing', async () => {
  await bury(7, 'poison');
  expect((await service.call('GET', '/internal/events/status')).body).toMatchObject({
    dead: 1,
    sources: { 'user-service': { position: seq, heard: seq, behind: 0, rebuild: null } },
    outbox: { last_seq: 0, unpublished: 0, oldest_unpublished_s: null, dead: 0 },
  });
  await eventually('readiness mentions it', async () => {
    const { status, body } = await service.call('GET', '/readyz');
    return status === 200 && body.others['dead events'] === '1 events could not be applied';
  });
});

test('the addresses of deliveries, the event log and the status keep out of each other', async () => {
  expect((await service.call('GET', '/internal/events?after=0')).body).toEqual({
    first_seq: null,
    events: [],
    last_seq: 0,
  });
  expect((await service.call('POST', '/internal/events/status')).status).toBe(405);
  expect((await service.call('POST', '/internal/events')).status).toBe(405);
  expect((await service.call('POST', '/internal/events/users', { body: {} })).status).toBe(400);
  expect((await service.call('POST', '/internal/events/accounts', { body: {} })).status).toBe(404);
});
