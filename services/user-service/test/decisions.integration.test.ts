import { accountEvents } from '@gym/contracts';
import { type TestService } from '../../../tests/support/service.js';
import { newUser, registration, startUsers } from './support.js';

let users: TestService;
let admin: { id: number; token: string };

beforeAll(async () => {
  users = await startUsers();
  const id = await newUser(users, { role: 'admin' });
  admin = { id, token: users.tokenFor({ id, role: 'admin' }) };
});
afterAll(() => users.stop());

const patch = (verb: string, body: unknown, token = admin.token) =>
  users.call('PATCH', `/api/users/${verb}`, { body, token });
const remove = (id: number | string, token = admin.token) => users.call('DELETE', `/api/users/${id}`, { token });
const get = (id: number) => users.call('GET', `/api/users/${id}`, { token: admin.token });

/** Types and payloads of what was published about a user, oldest first. */
async function eventsOf(id: number): Promise<{ type: string; payload: unknown }[]> {
  return users.sql(
    `select event->>'type' as type, event->'data'->'payload' as payload from outbox
     where subject = $1 and event->>'type' <> 'gym.user.profile-created.v1' order by seq`,
    [String(id)],
  );
}

test('an approval is done, published once and answered although auth-service is down', async () => {
  const id = await newUser(users, { role: 'trainer', is_approved: false });
  const start = Date.now();
  expect(await patch('approve', { user_id: id })).toMatchObject({
    status: 200,
    body: { detail: 'The user is approved.', user_id: id },
  });
  expect(Date.now() - start).toBeLessThan(2500);
  expect((await patch('approve', { user_id: id })).status).toBe(200);
  expect((await get(id)).body.is_approved).toBe(true);
  expect(await eventsOf(id)).toEqual([
    {
      type: 'gym.user.approved.v1',
      payload: {
        user_id: id,
        version: 1,
        role: 'trainer',
        is_approved: true,
        is_banned: false,
        rejection_reason: null,
      },
    },
  ]);
});

test('a ban and its end are published with growing versions', async () => {
  const id = await newUser(users);
  await patch('ban', { user_id: id, reason: 'spam' });
  await patch('ban', { user_id: id });
  expect((await get(id)).body).toMatchObject({ is_banned: true });
  await patch('unban', { user_id: id });
  expect((await get(id)).body).toMatchObject({ is_banned: false });
  expect(await eventsOf(id)).toMatchObject([
    { type: 'gym.user.banned.v1', payload: { version: 1, is_banned: true, reason: 'spam' } },
    { type: 'gym.user.unbanned.v1', payload: { version: 2, is_banned: false } },
  ]);
});

test('simultaneous decisions of admins all count, each with a version of its own', async () => {
  const id = await newUser(users, { role: 'trainer', is_approved: false });
  const answers = await Promise.all([
    patch('approve', { user_id: id }),
    patch('approve', { user_id: id }),
    patch('ban', { user_id: id }),
    patch('ban', { user_id: id }),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  const events = await eventsOf(id);
  expect(events).toMatchObject([{ payload: { version: 1 } }, { payload: { version: 2 } }]);
  expect(events[1]).toMatchObject({ payload: { is_approved: true, is_banned: true } });
});

test('a deleted user is gone, stays gone, and is told so', async () => {
  const event = registration();
  const id = Number(event.subject);
  await users.event('accounts', event);
  expect(await remove(id)).toMatchObject({ status: 200, body: { detail: 'The user was deleted.' } });
  expect(await eventsOf(id)).toEqual([{ type: 'gym.user.deleted.v1', payload: { user_id: id, version: 1 } }]);
  // The same event again, and a later one that says the same.
  for (const late of [event, registration(payloadOf(event))]) {
    expect((await users.event('accounts', late)).status).toBe(200);
  }
  expect((await get(id)).status).toBe(404);
  expect((await remove(id)).status).toBe(404);
  expect((await patch('approve', { user_id: id })).status).toBe(404);
  expect((await users.call('GET', '/api/users/me', { token: users.tokenFor({ id }) })).status).toBe(401);
});

function payloadOf(event: ReturnType<typeof registration>) {
  return accountEvents.accountRegistered.payload.parse(event.data.payload);
}

test('of simultaneous deletions one does it and one event says so', async () => {
  const id = await newUser(users);
  const answers = await Promise.all([remove(id), remove(id), remove(id)]);
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
  expect(await eventsOf(id)).toHaveLength(1);
});

test('the root admin and oneself cannot be banned or deleted', async () => {
  const root = await newUser(users, { role: 'admin', is_root_admin: true });
  for (const [id, slug] of [
    [root, 'root-admin'],
    [admin.id, 'own-account'],
  ] as const) {
    const refusal = { status: 403, body: { type: `/problems/${slug}` } };
    expect(await patch('ban', { user_id: id })).toMatchObject(refusal);
    expect(await remove(id)).toMatchObject(refusal);
    expect((await get(id)).body.is_banned).toBe(false);
    expect(await eventsOf(id)).toEqual([]);
  }
});

test('an admin who was banned or deleted decides nothing with an old token', async () => {
  const id = await newUser(users, { role: 'admin' });
  const token = users.tokenFor({ id, role: 'admin' });
  await patch('ban', { user_id: id });
  // 401 once this replica knows that the token is older than the ban, 403 until then.
  expect([401, 403]).toContain((await patch('unban', { user_id: id }, token)).status);
  await remove(id);
  expect((await patch('unban', { user_id: admin.id }, token)).status).toBe(401);
});

test.each(['member', 'trainer'] as const)('a %s decides nothing', async (role) => {
  const id = await newUser(users);
  const token = users.tokenFor({ id: 1, role });
  for (const verb of ['approve', 'ban', 'unban']) expect((await patch(verb, { user_id: id }, token)).status).toBe(403);
  expect((await remove(id, token)).status).toBe(403);
});

const noIds = [null, '', '1', 0, -1, 1.5, 1e10, true, [], {}, [1]];
test.each(['approve', 'ban', 'unban'].flatMap((verb) => noIds.map((id): [string, unknown] => [verb, id])))(
  '%s of %j is refused',
  async (verb, id) => {
    const answer = await patch(verb, { user_id: id });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/user_id' }] } });
  },
);

test.each([null, 7, true, [], {}, '', 'x'.repeat(10_000), 'a\u0000b'])('a ban for %j is refused', async (reason) => {
  const id = await newUser(users);
  expect((await patch('ban', { user_id: id, reason })).status).toBe(400);
  expect((await get(id)).body.is_banned).toBe(false);
});

test('nobody is no user to decide about', async () => {
  expect((await patch('approve', { user_id: 2_147_483_647 })).status).toBe(404);
});
