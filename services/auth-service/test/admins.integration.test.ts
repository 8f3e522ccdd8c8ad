import { userEvents } from '@gym/contracts';
import { eventOf, type TestService } from '../../../tests/support/service.js';
import { person, startAuth } from './support.js';

const root = { email: 'root@gym.test', password: 'root-password-1' };
let auth: TestService;
let token: string;

beforeAll(async () => {
  auth = await startAuth();
  token = (await auth.call('POST', '/api/auth/login', { body: root })).body.access_token;
});
afterAll(() => auth.stop());

const createAdmin = (body: unknown, as = token) => auth.call('POST', '/api/auth/create_admin', { body, token: as });

test('replicas that start together make one root admin and say so once', async () => {
  await auth.sql('delete from users');
  await auth.sql('delete from outbox');
  const { environment } = auth;
  const replicas = await Promise.all(
    [1, 2].map((replica) => startAuth({ environment, podName: `auth-service-${replica}` })),
  );
  await Promise.all(replicas.map((replica) => replica.stop()));
  const admins = await auth.sql<{ id: number }>('select id from users where is_root_admin');
  const events = await auth.sql('select from outbox');
  expect([admins.length, events.length]).toEqual([1, 1]);
  token = (await auth.call('POST', '/api/auth/login', { body: root })).body.access_token;
});

test('an admin makes another one, who can log in', async () => {
  const ann = person();
  const answer = await createAdmin(ann);
  expect(answer).toMatchObject({ status: 201, body: { user: { email: ann.email, role: 'admin' } } });
  expect((await auth.call('POST', '/api/auth/login', { body: ann })).body.user).toEqual(answer.body.user);
  expect((await createAdmin(ann)).status).toBe(409);
});

test('nobody else does', async () => {
  expect((await createAdmin(person(), auth.tokenFor({ id: 1, role: 'trainer' }))).status).toBe(403);
  expect((await auth.call('POST', '/api/auth/create_admin', { body: person() })).status).toBe(401);
});

test('an admin who was banned or deleted cannot make a successor with an old token', async () => {
  const { id } = (await createAdmin(person())).body.user;
  const old = auth.tokenFor({ id, role: 'admin' });
  const standing = {
    user_id: id,
    version: 1,
    role: 'admin' as const,
    is_approved: true,
    is_banned: true,
    reason: null,
  };
  await auth.event('users', eventOf(userEvents.userBanned, 'user-service', id, 1, standing));
  expect((await createAdmin(person(), old)).status).toBe(403);
  await auth.event('users', eventOf(userEvents.userDeleted, 'user-service', id, 2, { user_id: id, version: 2 }));
  expect((await createAdmin(person(), old)).status).toBe(401);
});

test('when more log in than can wait, the rest is asked to come back', async () => {
  const { environment } = auth;
  const busy = await startAuth({
    environment,
    podName: 'auth-service-3',
    settings: { BCRYPT_COST: 10, PASSWORD_QUEUE: 1, SESSION_IDLE_DAYS: 7, SESSION_MAX_DAYS: 30 },
  });
  try {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        busy.call('POST', '/api/auth/login', { body: { email: `x${at}`, password: 'y' } }),
      ),
    );
    const refused = answers.filter((answer) => answer.status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    expect(answers.filter((answer) => answer.status === 401).length).toBeGreaterThan(0);
    expect(answers.every((answer) => [401, 503].includes(answer.status))).toBe(true);
  } finally {
    await busy.stop();
  }
});
