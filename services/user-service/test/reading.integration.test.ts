import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { type TestService } from '../../../tests/support/service.js';
import { registeredUser, startUsers } from './support.js';

let users: TestService;
let accounts: Producer;
let trainer: string;
let ids: number[];

beforeAll(async () => {
  users = await startUsers();
  accounts = await startProducer(users.environment, 'auth-service');
  trainer = users.tokenFor({ id: 900, role: 'trainer' });
  ids = [
    await registeredUser(users, accounts, { full_name: 'Ann' }),
    await registeredUser(users, accounts, { role: 'trainer', is_approved: false }),
    await registeredUser(users, accounts, { role: 'admin', is_root_admin: true }),
  ];
});
afterAll(async () => {
  await accounts?.stop();
  await users?.stop();
});

const get = (path: string, token = trainer) => users.call('GET', path, { token });

test('people read their own profile, as it was registered', async () => {
  const [id = 0] = ids;
  const profile = {
    id,
    email: `user${id}@gym.test`,
    full_name: 'Ann',
    role: 'member',
    is_approved: true,
    is_banned: false,
    is_root_admin: false,
    status: 'active',
  };
  const token = users.tokenFor({ id });
  expect((await get('/api/users/me', token)).body).toMatchObject(profile);
  expect((await get(`/api/users/${id}`, token)).body).toMatchObject(profile);
});

test('who is faster than the event of the registration is asked to come back', async () => {
  const answer = await get('/api/users/me', users.tokenFor({ id: 800 }));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
});

test('a member is not told which other ids exist', async () => {
  const [ann = 0, other] = ids;
  const token = users.tokenFor({ id: ann });
  const [existing, missing] = [await get(`/api/users/${other}`, token), await get('/api/users/799', token)];
  expect([existing.status, missing.status]).toEqual([403, 403]);
  expect(existing.body.detail).toBe(missing.body.detail);
  expect((await get('/api/users/799')).status).toBe(404);
});

test.each(['1e3', '-1', '0', '0x1', '99999999999999999999', '2147483648', 'NaN', '%20'])(
  'the id %s names nobody',
  async (id) => {
    expect((await get(`/api/users/${id}`)).status).toBe(404);
  },
);

test.each(['/api/users', '/api/users/'])('staff gets the list at %s as a bare array', async (path) => {
  const answer = await get(path);
  expect(answer.body.map((user: { id: number }) => user.id)).toEqual(ids);
  expect(answer.headers.get('link')).toBeNull();
});

test('members and strangers get no list', async () => {
  expect((await get('/api/users', users.tokenFor({ id: 1 }))).status).toBe(403);
  expect((await users.call('GET', '/api/users')).status).toBe(401);
});

test('pages follow each other without a gap or a double', async () => {
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await get(`/api/users?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(page.status).toBe(200);
    seen.push(...page.body.items.map((user: { id: number }) => user.id));
    cursor = page.body.next_cursor;
  }
  expect(seen).toEqual(ids);
});

test.each(['limit=0', 'limit=1001', 'limit=x', 'limit=1.5', 'limit=1&limit=2', 'cursor=x', 'limit=1&cursor=-1'])(
  'a list with %s is refused',
  async (query) => {
    expect((await get(`/api/users?${query}`)).status).toBe(400);
  },
);

test('a decision is reached by its own verb only', async () => {
  for (const path of ['/api/users/approve', '/api/users/ban']) {
    const answer = await users.call('DELETE', path, { token: users.tokenFor({ id: 1, role: 'admin' }) });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'PATCH']);
  }
});

test('tournaments are offered who is approved and not banned', async () => {
  await users.sql('update users set is_banned = true where id = $1', [ids[2]]);
  const answer = await users.call('GET', '/internal/users/available');
  expect(answer.body).toEqual({
    users: [{ id: ids[0], name: 'Ann', email: `user${ids[0]}@gym.test` }],
    next_cursor: null,
  });
});

test('the old health path answers', async () => {
  const answer = await users.call('GET', '/api/users/health');
  expect(answer.body).toEqual({ status: 'healthy', service: 'user-service' });
});
