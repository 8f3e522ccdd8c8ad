import { userEvents, type CloudEvent } from '@gym/contracts';
import { newEvent, type NewEvent } from '@gym/service-kit';
import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { eventually, type TestService } from '../../../tests/support/service.js';
import { person, startAuth } from './support.js';

let auth: TestService;
let users: Producer;

beforeAll(async () => {
  auth = await startAuth();
  users = await startProducer(auth.environment, 'user-service');
});
afterAll(async () => {
  await users?.stop();
  await auth?.stop();
});

const login = (body: unknown) => auth.call('POST', '/api/auth/login', { body });
const validate = (token?: string) => auth.call('POST', '/api/auth/validate', token === undefined ? {} : { token });

async function registered(fields: object = {}) {
  const body = person(fields);
  await auth.call('POST', '/api/auth/register', { body });
  const [row] = await auth.sql<{ id: number }>('select id from users where email = $1', [body.email]);
  return { ...body, id: row?.id ?? 0 };
}

const standing = (id: number, at: number, fields: object = {}) => ({
  user_id: id,
  version: at,
  role: 'member' as const,
  is_approved: true,
  is_banned: false,
  ...fields,
});
const approved = (id: number, at: number) => newEvent(userEvents.userApproved, id, standing(id, at));
const banned = (id: number, at: number) =>
  newEvent(userEvents.userBanned, id, { ...standing(id, at, { is_banned: true }), reason: null });
const unbanned = (id: number, at: number) => newEvent(userEvents.userUnbanned, id, standing(id, at));
const deleted = (id: number, at: number) => newEvent(userEvents.userDeleted, id, { user_id: id, version: at });

/** user-service says these at the same time; the broker delivers none of them. */
async function said<const Events extends NewEvent[]>(...events: Events) {
  // One for each, in their order.
  return (await users.commit(events, 'lost')) as { [Index in keyof Events]: CloudEvent };
}

/** @returns the status of a delivery */
const deliver = async (event: CloudEvent) => (await auth.event('users', event)).status;

/** user-service says it, and it has taken effect. */
async function heard(event: NewEvent): Promise<void> {
  const [written] = await users.commit([event]);
  expect(written && (await deliver(written))).toBe(200);
}

test('a login gives a token that other services can check by the published keys', async () => {
  const ann = await registered();
  const answer = await login(ann);
  expect(answer.body).toEqual({
    access_token: expect.any(String),
    expires_in: 900,
    refresh_token: expect.any(String),
    user: { id: ann.id, email: ann.email, role: 'member' },
  });
  expect((await validate(answer.body.access_token)).body).toEqual({
    valid: true,
    user_id: ann.id,
    email: ann.email,
    role: 'member',
    is_active: true,
    is_approved: true,
    is_banned: false,
  });
  const keySet = await auth.call('GET', '/api/auth/.well-known/jwks.json');
  expect(keySet.body.keys).toEqual([expect.objectContaining({ kid: 'test-key', alg: 'ES256', crv: 'P-256' })]);
});

test('an unknown email and a wrong password get the same answer', async () => {
  const ann = await registered();
  const wrong = await login({ ...ann, password: 'wrong horse' });
  const unknown = await login({ ...ann, email: 'nobody@gym.test' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(unknown.body).toEqual({ ...wrong.body, request_id: unknown.body.request_id });
  expect(unknown.headers.get('www-authenticate')).toBe('Bearer');
});

test('the reason of a refusal is told to who knows the password, and to nobody else', async () => {
  const ann = await registered({ role: 'trainer' });
  expect((await login({ ...ann, password: 'wrong horse' })).status).toBe(401);
  expect(await login(ann)).toMatchObject({ status: 403, body: { type: '/problems/pending-approval' } });
  await auth.sql('update users set is_approved = true, is_active = false where id = $1', [ann.id]);
  expect(await login(ann)).toMatchObject({ status: 403, body: { type: '/problems/inactive' } });
  await heard(banned(ann.id, 1));
  expect(await login(ann)).toMatchObject({ status: 403, body: { type: '/problems/banned' } });
});

test('an approved trainer can log in, a banned one cannot, an unbanned one can', async () => {
  const ann = await registered({ role: 'trainer' });
  await heard(approved(ann.id, 1));
  const { access_token: token } = (await login(ann)).body;
  await heard(banned(ann.id, 2));
  expect((await login(ann)).status).toBe(403);
  await eventually('the token from before the ban is refused', async () => (await validate(token)).status === 401);
  await heard(unbanned(ann.id, 3));
  expect((await login(ann)).status).toBe(200);
});

test('events that come twice, late or in disorder are applied in the order of their producer', async () => {
  const ann = await registered({ role: 'trainer' });
  const [first, second, third] = await said(approved(ann.id, 1), banned(ann.id, 2), unbanned(ann.id, 3));
  const arrivals = [third, first, second, third, second, first];
  for (const event of arrivals) {
    expect(await deliver(event)).toBe(200);
    // The first of them brings those before it along: what is acknowledged has taken effect.
    expect((await login(ann)).status).toBe(200);
  }
  const [early, last] = await said(unbanned(ann.id, 4), banned(ann.id, 5));
  expect(await Promise.all([last, early, last, last].map(deliver))).toEqual([200, 200, 200, 200]);
  expect((await login(ann)).status).toBe(403);
  expect(await deliver(early)).toBe(200);
  expect((await login(ann)).status).toBe(403);
});

test('a deleted account is gone at once; what was said before and comes late, or is said later, is harmless', async () => {
  const ann = await registered();
  const { access_token: token } = (await login(ann)).body;
  const [ban, deletion] = await said(banned(ann.id, 1), deleted(ann.id, 2));
  expect(await deliver(deletion)).toBe(200);
  expect((await login(ann)).status).toBe(401);
  expect((await validate(token)).status).toBe(401);
  expect(await deliver(ban)).toBe(200);
  await heard(banned(ann.id, 3));
  expect(await auth.sql('select subject, error from dead_events')).toEqual([]);
  expect((await auth.call('POST', '/api/auth/register', { body: ann })).status).toBe(201);
  expect((await login(ann)).status).toBe(200);
});

test.each([
  ['no token', undefined],
  ['something else', 'x'],
  ['a forged one', 'eyJhbGciOiJub25lIiwia2lkIjoidGVzdC1rZXkifQ.eyJzdWIiOiIxIn0.x'],
])('a request with %s is not valid', async (_name, token) => {
  const answer = await validate(token);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
});

test('an expired token is not valid', async () => {
  const token = auth.tokenFor({ id: 1 }, { expiresIn: -1 });
  expect(await validate(token)).toMatchObject({ status: 401, body: { detail: 'The access token has expired.' } });
});

const wrongValues = [null, 7, true, [], {}, ''];
test.each(['email', 'password'].flatMap((field) => wrongValues.map((value): [string, unknown] => [field, value])))(
  'a login with the %s %j is refused',
  async (field, value) => {
    expect((await login({ email: 'a@gym.test', password: 'x', [field]: value })).status).toBe(400);
  },
);

test('a wrong verb is told which one is right', async () => {
  const answer = await auth.call('GET', '/api/auth/login');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});

test('the old health path answers', async () => {
  expect(await auth.call('GET', '/api/auth/health')).toMatchObject({
    status: 200,
    body: { status: 'healthy', service: 'auth-service' },
  });
});
