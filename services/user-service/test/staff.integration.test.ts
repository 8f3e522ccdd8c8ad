import { createService } from '../src/service.js';
import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { newUser, startUsers } from './support.js';

let users: TestService;
let admin: { id: number; token: string };

beforeAll(async () => {
  users = await startUsers();
  admin = await newAdmin();
});
afterAll(() => users.stop());

async function newAdmin(): Promise<{ id: number; token: string }> {
  const id = await newUser(users, { role: 'admin' });
  return { id, token: users.tokenFor({ id, role: 'admin' }) };
}

const patch = (path: string, body: unknown, token = admin.token) =>
  users.call('PATCH', `/api/users/${path}`, { body, token });
const get = (path: string, token = admin.token) => users.call('GET', `/api/users/${path}`, { token });
const later = (ms: number): string => new Date(Date.now() + ms).toISOString();

async function eventsOf(id: number): Promise<{ type: string; payload: unknown }[]> {
  return users.sql(
    `select event->>'type' as type, event->'data'->'payload' as payload from outbox
     where subject = $1 and event->>'type' <> 'gym.user.profile-created.v1' order by seq`,
    [String(id)],
  );
}

test('a refused trainer has the reason, and may be approved after all', async () => {
  const id = await newUser(users, { role: 'trainer', is_approved: false });
  expect((await patch('reject', { user_id: id, reason: 'Nobody knows you.' })).status).toBe(200);
  expect((await get(String(id))).body).toMatchObject({ status: 'rejected', rejection_reason: 'Nobody knows you.' });
  expect((await patch('approve', { user_id: id })).status).toBe(200);
  expect((await get(String(id))).body).toMatchObject({ status: 'active', rejection_reason: null });
  const late = await patch('reject', { user_id: id, reason: 'Too late.' });
  expect(late).toMatchObject({ status: 409, body: { type: '/problems/approved' } });
  expect(await eventsOf(id)).toMatchObject([
    { type: 'gym.user.rejected.v1', payload: { version: 1, is_approved: false, reason: 'Nobody knows you.' } },
    { type: 'gym.user.approved.v1', payload: { version: 2, is_approved: true, rejection_reason: null } },
  ]);
});

test('a role is changed, published with the one before, and never that of the root admin or oneself', async () => {
  const id = await newUser(users);
  const changed = await patch(`${id}/role`, { role: 'trainer', reason: 'Coaches on Mondays.' });
  expect(changed).toMatchObject({ status: 200, body: { user_id: id } });
  expect((await patch(`${id}/role`, { role: 'trainer' })).status).toBe(200);
  expect(await eventsOf(id)).toMatchObject([
    { type: 'gym.user.role-changed.v1', payload: { version: 1, role: 'trainer', previous_role: 'member' } },
  ]);
  const root = await newUser(users, { role: 'admin', is_root_admin: true });
  expect(await patch(`${root}/role`, { role: 'member' })).toMatchObject({ status: 403 });
  expect(await patch(`${admin.id}/role`, { role: 'member' })).toMatchObject({ status: 403 });
  expect(await patch(`${id}/role`, { role: 'owner' })).toMatchObject({ status: 422 });
  expect(await patch(`${id}/role`, {})).toMatchObject({ body: { errors: [{ pointer: '#/role' }] } });
});

test('of two admins who take each other’s role away at once, one stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, other] = [await newAdmin(), await newAdmin()];
    const answers = await Promise.all([
      patch(`${other.id}/role`, { role: 'member' }, one.token),
      patch(`${one.id}/role`, { role: 'member' }, other.token),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
    const held = await users.sql('select role from users where id = any($1) order by role', [[one.id, other.id]]);
    expect(held).toEqual([{ role: 'admin' }, { role: 'member' }]);
  }
});

test('an admin who became a member decides nothing with an old token', async () => {
  const former = await newAdmin();
  await patch(`${former.id}/role`, { role: 'member' });
  const id = await newUser(users);
  // By the guard, which hears of it in a moment, or before that by the rules here.
  expect([401, 403]).toContain((await patch('ban', { user_id: id }, former.token)).status);
  const bulk = await users.call('POST', '/api/users/bulk-approve', { body: { user_ids: [id] }, token: former.token });
  expect([401, 403]).toContain(bulk.status);
});

test('a ban with an end is lifted at that time, also after a restart, and says so', async () => {
  const [id, forGood] = [await newUser(users), await newUser(users)];
  expect((await patch('ban', { user_id: id, until: later(1500), reason: 'Shouted.' })).status).toBe(200);
  expect((await patch('ban', { user_id: forGood, until: later(1500) })).status).toBe(200);
  expect((await patch('ban', { user_id: forGood, until: null })).status).toBe(200);
  expect((await get(String(id))).body).toMatchObject({ status: 'banned', banned_until: expect.any(String) });
  await users.sql('update users set banned_until = now() where id = $1', [id]);
  const replica = await startTestService('user-service', createService, {
    environment: users.environment,
    podName: 'user-service-1',
  });
  try {
    await eventually('the ban is lifted', async () => (await get(String(id))).body.status === 'active');
  } finally {
    await replica.stop();
  }
  expect((await get(String(forGood))).body).toMatchObject({ status: 'banned', banned_until: null });
  expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['gym.user.banned.v1', 'gym.user.unbanned.v1']);
  const [lifted] = (await get(`${id}/audit`)).body.items;
  expect(lifted).toMatchObject({ action: 'unban', actor_id: null, reason: 'The ban has come to its end.' });
});

test.each(['yesterday', '2020-01-01T00:00:00Z', 5, '2027-01-01'])('a ban until %j is refused', async (until) => {
  const id = await newUser(users);
  expect((await patch('ban', { user_id: id, until })).status).toBe(400);
  expect((await get(String(id))).body.status).toBe('active');
});

test('many are approved at once, each with an outcome, and the second time nothing happens', async () => {
  const waiting = [];
  for (let count = 0; count < 3; count += 1) {
    waiting.push(await newUser(users, { role: 'trainer', is_approved: false }));
  }
  const member = await newUser(users);
  const user_ids = [...waiting, member, 2_147_483_647, waiting[0]];
  const approve = () => users.call('POST', '/api/users/bulk-approve', { body: { user_ids }, token: admin.token });
  expect((await approve()).body.results).toEqual([
    ...waiting.map((user_id) => ({ user_id, outcome: 'approved' })),
    { user_id: member, outcome: 'unchanged' },
    { user_id: 2_147_483_647, outcome: 'not-found' },
  ]);
  expect((await approve()).body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    'unchanged',
    'unchanged',
    'unchanged',
    'unchanged',
    'not-found',
  ]);
  for (const id of waiting) expect(await eventsOf(id)).toHaveLength(1);
  const tooMany = Array.from({ length: 101 }, (_, index) => index + 1);
  for (const refused of [[], tooMany, ['1'], [0]]) {
    const answer = await users.call('POST', '/api/users/bulk-approve', {
      body: { user_ids: refused },
      token: admin.token,
    });
    expect(answer.status).toBe(422);
  }
});

test('the audit log tells who did what and why, page by page, and nothing that was not done', async () => {
  const id = await newUser(users, { role: 'trainer', is_approved: false });
  const headers = { 'x-request-id': 'a-request-to-find' };
  await users.call('PATCH', '/api/users/approve', { body: { user_id: id }, token: admin.token, headers });
  await patch('approve', { user_id: id });
  await patch('ban', { user_id: id, reason: 'Cheated.' });
  await patch(`${id}/role`, { role: 'member' });
  const first = (await get(`${id}/audit?limit=2`)).body;
  expect(first.items).toMatchObject([
    { action: 'change-role', before: { role: 'trainer' }, after: { role: 'member' } },
    { action: 'ban', reason: 'Cheated.', before: { is_banned: false }, after: { is_banned: true } },
  ]);
  const second = (await get(`${id}/audit?limit=2&cursor=${first.next_cursor}`)).body;
  expect(second).toMatchObject({
    items: [
      {
        action: 'approve',
        actor_id: admin.id,
        user_id: id,
        before: { is_approved: false },
        after: { is_approved: true },
        request_id: 'a-request-to-find',
      },
    ],
    next_cursor: null,
  });
  await users.call('DELETE', `/api/users/${id}`, { token: admin.token });
  expect((await get(`${id}/audit`)).body.items[0]).toMatchObject({ action: 'delete', after: {} });
  expect((await get(`${id}/audit`, users.tokenFor({ id: 1, role: 'trainer' }))).status).toBe(403);
  expect((await get(`${id}/audit?cursor=x`)).status).toBe(422);
});

test.each(['update audit_log set reason = null', 'delete from audit_log', 'truncate audit_log'])(
  'what is in the audit log stays: %s',
  async (statement) => {
    await expect(users.sql(statement)).rejects.toThrow('append-only');
  },
);
