import { type TestService } from '../../../tests/support/service.js';
import { newUser, startUsers } from './support.js';

let users: TestService;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users.stop());

const update = (token: string, body: unknown) => users.call('PATCH', '/api/users/me', { token, body });
const read = (path: string, token: string) => users.call('GET', `/api/users/${path}`, { token });

const details = {
  phone: '+49 170 1234567',
  birth_date: '1990-12-31',
  emergency_contact: { name: 'Cleo', phone: '112 112', relation: 'sister' },
  preferences: { large_text: true, language: 'de' },
};

test('people change their own profile, bit by bit', async () => {
  const id = await newUser(users);
  const token = users.tokenFor({ id });
  expect(await update(token, { ...details, full_name: 'Ann Ångström' })).toMatchObject({
    status: 200,
    body: { id, full_name: 'Ann Ångström', ...details },
  });
  await update(token, { phone: null, preferences: { language: null } });
  expect((await read('me', token)).body).toMatchObject({
    phone: null,
    birth_date: '1990-12-31',
    preferences: { large_text: true },
  });
  const told = await users.sql(
    `select event->'data'->'payload' as payload from outbox where event->>'type' = 'gym.user.profile-updated.v1'`,
  );
  expect(told).toEqual([{ payload: { user_id: id, full_name: 'Ann Ångström' } }]);
});

test('a field that cannot be is named, and nothing is changed', async () => {
  const id = await newUser(users);
  const token = users.tokenFor({ id });
  const answer = await update(token, { full_name: 'Dag', emergency_contact: { name: 'Cleo', phone: 'x' } });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/emergency_contact/phone' }] } });
  expect((await update(token, { role: 'admin' })).status).toBe(422);
  expect((await read('me', token)).body).toMatchObject({ full_name: `User ${id}`, role: 'member' });
});

test('trainers see whom to call, admins and the person see more, and lists show none of it', async () => {
  const id = await newUser(users);
  const own = users.tokenFor({ id });
  await update(own, details);
  const [trainer, admin] = [users.tokenFor({ id: 1, role: 'trainer' }), users.tokenFor({ id: 1, role: 'admin' })];
  const seen = async (token: string): Promise<string[]> => {
    const { body } = await read(String(id), token);
    return ['phone', 'emergency_contact', 'birth_date', 'ban_reason', 'preferences'].filter((key) => key in body);
  };
  expect(await seen(trainer)).toEqual(['phone', 'emergency_contact']);
  expect(await seen(admin)).toEqual(['phone', 'emergency_contact', 'birth_date', 'ban_reason']);
  expect(await seen(own)).toEqual(['phone', 'emergency_contact', 'birth_date', 'ban_reason', 'preferences']);
  const listed = JSON.stringify((await users.call('GET', '/api/users?limit=1000', { token: admin })).body);
  expect(listed).not.toMatch(/1234567|1990-12-31|Cleo/);
});

test('who was deleted changes nothing any more, and who is new is asked to come back', async () => {
  const id = await newUser(users);
  await users.call('DELETE', `/api/users/${id}`, { token: users.tokenFor({ id: 900, role: 'admin' }) });
  expect((await update(users.tokenFor({ id }), { phone: null })).status).toBe(401);
  expect((await update(users.tokenFor({ id: 800 }), { phone: null })).status).toBe(503);
});

test('two changes at once both count', async () => {
  const id = await newUser(users);
  const token = users.tokenFor({ id });
  await Promise.all(['one', 'two', 'three', 'four'].map((name) => update(token, { preferences: { [name]: true } })));
  expect((await read('me', token)).body.preferences).toEqual({ one: true, two: true, three: true, four: true });
});
