import type { TestService } from '../../../tests/support/service.js';
import { person, startAuth } from './support.js';

let auth: TestService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

const register = (body: unknown) => auth.call('POST', '/api/auth/register', { body });
const counts = async () => {
  const [row] = await auth.sql<{ users: number; events: number }>(
    'select (select count(*)::int from users) as users, (select count(*)::int from outbox) as events',
  );
  return row;
};

test('a member can log in at once, and the fact is published with the account', async () => {
  const ann = person();
  const answer = await register(ann);
  expect(answer.status).toBe(201);
  expect(answer.body.user).toEqual({ email: ann.email, role: 'member', is_approved: true });
  expect((await auth.call('POST', '/api/auth/login', { body: ann })).status).toBe(200);
  const [row] = await auth.sql<{ event: { data: unknown } }>('select event from outbox order by seq desc limit 1');
  const [account] = await auth.sql<{ id: number }>('select id from users where email = $1', [ann.email]);
  expect(row?.event.data).toMatchObject({
    payload: { user_id: account?.id, email: ann.email, full_name: ann.full_name, role: 'member', is_approved: true },
  });
});

test('a trainer waits, and asking to be an admin makes a member', async () => {
  expect((await register(person({ role: 'trainer' }))).body.user).toMatchObject({
    role: 'trainer',
    is_approved: false,
  });
  expect((await register(person({ role: 'admin' }))).body.user).toMatchObject({ role: 'member', is_approved: true });
});

test('works while user-service is down, and does not take long over it', async () => {
  const start = Date.now();
  expect((await register(person())).status).toBe(201);
  expect(Date.now() - start).toBeLessThan(2500);
});

test('of simultaneous registrations of one email, one succeeds', async () => {
  const before = await counts();
  const email = person().email;
  const answers = await Promise.all(
    [email, email.toUpperCase(), ` ${email} `, email].map((spelling) => register(person({ email: spelling }))),
  );
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  const refused = answers.find((answer) => answer.status === 409);
  expect(refused?.body).toMatchObject({ type: '/problems/email-taken', detail: 'This email is already registered.' });
  expect(await counts()).toEqual({ users: (before?.users ?? 0) + 1, events: (before?.events ?? 0) + 1 });
});

test('an email is the same in any case, for the login too', async () => {
  const ann = person({ email: 'Ann.Mixed@Gym.Test' });
  expect((await register(ann)).body.user.email).toBe('ann.mixed@gym.test');
  expect((await register({ ...ann, email: 'ANN.MIXED@GYM.TEST' })).status).toBe(409);
  const login = await auth.call('POST', '/api/auth/login', { body: { ...ann, email: 'aNN.mixed@gym.test' } });
  expect(login.body.user.email).toBe('ann.mixed@gym.test');
});

const wrongValues = [null, 7, true, [], ['x'], {}, ''];
const invalid: [string, string, unknown][] = [
  ...['email', 'password', 'full_name', 'role'].flatMap((field) =>
    wrongValues.map((value): [string, string, unknown] => [`${field} ${JSON.stringify(value)}`, field, value]),
  ),
  ['a name of 10,000 characters', 'full_name', 'x'.repeat(10_000)],
  ['a name with a control character', 'full_name', 'Ann\u0007'],
  ['a name with a NUL', 'full_name', 'Ann\u0000'],
  ['a name of half a character', 'full_name', 'Ann\ud800'],
  ['a name of spaces', 'full_name', '   '],
  ['a short password', 'password', '1234567'],
  ['a password of 73 bytes', 'password', `${'é'.repeat(36)}x`],
  ['a password with a NUL', 'password', 'correct\u0000horse'],
  ['no email', 'email', 'ann.gym.test'],
  ['an email of 300 characters', 'email', `${'a'.repeat(300)}@gym.test`],
  ['an email with a line break', 'email', 'ann@gym.test\nbcc: all@gym.test'],
  ['an unknown role', 'role', 'root'],
];

test.each(invalid)('%s is refused with the place of the fault, and leaves nothing', async (_name, field, value) => {
  const before = await counts();
  const answer = await register(person({ [field]: value }));
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer: `#/${field}` }));
  expect(answer.body.detail).not.toBe('');
  expect(await counts()).toEqual(before);
});

test.each([
  ['what is not JSON', '{"email":', 400],
  ['an array', [], 400],
  ['null', 'null', 400],
  ['nothing', undefined, 400],
  ['a body of 2 MB', { padding: 'x'.repeat(2_000_000) }, 413],
])('a body that is %s is refused', async (_name, body, status) => {
  expect((await register(body)).status).toBe(status);
});
