import { accountEvents, userEvents } from '@gym/contracts';
import { z } from 'zod';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { eventually, startTestService, type TestService, type TokenBearer } from '../../../tests/support/service.js';
import { newEvent, type NewEvent } from '../src/events/outbox.js';
import { guarded } from '../src/operation.js';
import { defineService } from '../src/service.js';

let environment: TestEnvironment;
let auth: Producer;
let users: Producer;
let first: TestService;
let second: TestService;

/** Something that only people with a login may see. */
const thing = guarded({
  method: 'get',
  path: '/api/things',
  summary: 'See a thing',
  access: 'member',
  answer: { status: 200, schema: z.object({ id: z.int() }) },
  handle: ({ caller }) => Promise.resolve({ id: caller.id }),
});

function startGuard(replica: number): Promise<TestService> {
  return startTestService(
    'tournament-service',
    (config, overrides) => defineService(config, () => Promise.resolve({ operations: [thing] }), overrides),
    { environment, podName: `tournament-service-${replica}` },
  );
}

beforeAll(async () => {
  environment = await startEnvironment();
  auth = await startProducer(environment, 'auth-service');
  users = await startProducer(environment, 'user-service');
  [first, second] = await Promise.all([startGuard(0), startGuard(1)]);
});
afterAll(async () => {
  for (const service of [second, first, users, auth]) await service?.stop();
  await environment?.stop();
});

let people = 0;
const newId = (): number => (people += 1);

function banned(id: number, version: number): NewEvent {
  const standing = { user_id: id, version, role: 'member' as const, is_approved: true, is_banned: true };
  return newEvent(userEvents.userBanned, id, { ...standing, reason: null });
}

const ended = (id: number, ...session_ids: number[]): NewEvent =>
  newEvent(accountEvents.sessionsEnded, id, { user_id: id, session_ids, reason: 'logout' });

async function statuses(bearer: TokenBearer, replicas = [first, second]): Promise<number[]> {
  const answers = replicas.map((replica) => replica.call('GET', '/api/things', { token: replica.tokenFor(bearer) }));
  return (await Promise.all(answers)).map(({ status }) => status);
}

async function refusedEverywhere(bearer: TokenBearer, replicas = [first, second]): Promise<void> {
  await eventually('every replica refuses', async () =>
    (await statuses(bearer, replicas)).every((status) => status === 401),
  );
}

test('a change of standing reaches tokens that were issued before it, at every replica, and no others', async () => {
  const [ann, bob] = [newId(), newId()];
  expect(await statuses({ id: ann, ver: 1 })).toEqual([200, 200]);
  await users.commit([banned(ann, 2)]);
  await refusedEverywhere({ id: ann, ver: 1 });
  const answer = await first.call('GET', '/api/things', { token: first.tokenFor({ id: ann, ver: 1 }) });
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  expect(await statuses({ id: ann, ver: 2 })).toEqual([200, 200]);
  expect(await statuses({ id: bob, ver: 1 })).toEqual([200, 200]);
});

test('the end of a session reaches its tokens and no other session of the person', async () => {
  const ann = newId();
  await auth.commit([ended(ann, 101, 102)]);
  await refusedEverywhere({ id: ann, sid: 101 });
  await refusedEverywhere({ id: ann, sid: 102 });
  expect(await statuses({ id: ann, sid: 103 })).toEqual([200, 200]);
});

test('what the broker never told is heard all the same', async () => {
  const ann = newId();
  await users.commit([banned(ann, 1)], 'lost');
  await auth.commit([ended(ann, 201)], 'lost');
  await refusedEverywhere({ id: ann, sid: 202, ver: 0 });
  await refusedEverywhere({ id: ann, sid: 201, ver: 1 });
  expect(await statuses({ id: ann, sid: 202, ver: 1 })).toEqual([200, 200]);
});

test('the broker tells a replica before it asks', async () => {
  const ann = newId();
  const [event] = await users.commit([banned(ann, 1)], 'lost');
  const answer = await first.call('POST', '/internal/revocations', { body: event });
  expect(answer).toMatchObject({ status: 200, body: { status: 'SUCCESS' } });
  expect((await statuses({ id: ann }, [first]))[0]).toBe(401);
  // A service that has revocations of its own is told too.
  expect((await users.call('POST', '/internal/revocations', { body: event })).status).toBe(200);
  const forged = { ...event, source: 'tournament-service' };
  expect((await first.call('POST', '/internal/revocations', { body: forged })).status).toBe(400);
  expect((await first.call('POST', '/internal/revocations', { body: {} })).status).toBe(400);
});

test('a replica that starts later refuses what the others do, from its first answer on', async () => {
  const ann = newId();
  // More than fits into one answer, and not told by the broker meanwhile: the replica has to ask.
  await auth.commit(
    Array.from({ length: 600 }, (_, index) => ended(ann, 1000 + index)),
    'lost',
  );
  await users.commit([banned(ann, 3)], 'lost');
  const third = await startGuard(2);
  try {
    expect(await statuses({ id: ann, sid: 1599, ver: 3 }, [third])).toEqual([401]);
    expect(await statuses({ id: ann, ver: 2 }, [third])).toEqual([401]);
    expect(await statuses({ id: ann, ver: 3 }, [third])).toEqual([200]);
  } finally {
    await third.stop();
  }
});

test('what matters no longer is not told any more', async () => {
  const ann = newId();
  const [event] = await users.commit([banned(ann, 9)]);
  await users.sql(`update outbox set revoked_at = now() - interval '61 minutes' where seq = $1`, [event?.data.seq]);
  const { body } = await users.call('GET', '/internal/revocations?after=0');
  expect(body.events.map(({ subject }: { subject: string }) => subject)).not.toContain(String(ann));
  expect(body.last_seq).toBe(await users.lastSeq());
});

test('a ban holds within moments although Redis is down', async () => {
  await environment.stopRedis();
  const ann = newId();
  expect(await statuses({ id: ann })).toEqual([200, 200]);
  await users.commit([banned(ann, 1)]);
  await refusedEverywhere({ id: ann });
});
