import type { Answer } from '../../../tests/support/answer.js';
import { type TestService } from '../../../tests/support/service.js';
import { person, startAuth } from './support.js';

let auth: TestService;
let root: string;

beforeAll(async () => {
  auth = await startAuth();
  const [admin] = await auth.sql<{ id: number }>('select id from users where is_root_admin');
  root = auth.tokenFor({ id: admin?.id ?? 0, role: 'admin' });
});
afterAll(() => auth?.stop());

let addresses = 0;
/** One that nobody else comes from. */
function newAddress(): string {
  addresses += 1;
  return `198.51.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

const from = (address: string) => ({ 'x-forwarded-for': `${address}, 127.0.0.1` });
const post = (path: string, body: unknown, address: string, service = auth) =>
  service.call('POST', `/api/auth/${path}`, { body, headers: from(address) });
const login = (email: string, password: string, address: string, service = auth) =>
  post('login', { email, password }, address, service);

async function registered() {
  const body = person();
  expect((await auth.call('POST', '/api/auth/register', { body })).status).toBe(201);
  const [row] = await auth.sql<{ id: number }>('select id from users where email = $1', [body.email]);
  return { ...body, id: row?.id ?? 0 };
}

/** Guesses until it has to wait. @returns the statuses of all guesses */
async function guess(email: string, address: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await login(email, 'wrong horse', address)).status);
  return statuses;
}

function expectWait(answer: Answer): void {
  expect(answer).toMatchObject({ status: 429, body: { type: '/problems/too-many-attempts' } });
  expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
}

test('after a few wrong passwords one has to wait, also with the right one, and also for an unknown email', async () => {
  const ann = await registered();
  for (const email of [ann.email, 'nobody@gym.test']) {
    const address = newAddress();
    expect(await guess(email, address, 6)).toEqual([401, 401, 401, 401, 401, 401]);
    expectWait(await login(email, ann.password, address));
  }
});

test('a burst at once gets no more guesses than one after the other', async () => {
  const ann = await registered();
  const address = newAddress();
  const begin = Date.now();
  const answers = await Promise.all(Array.from({ length: 30 }, () => login(ann.email, 'wrong horse', address)));
  // The wait that follows is a second at first: on a slow machine it can pass before the last of them is looked at.
  const waits = Math.floor((Date.now() - begin) / 1000);
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6 + waits);
  for (const answer of answers.filter(({ status }) => status !== 401)) expectWait(answer);
});

test('a right password makes the mistakes before it forgotten', async () => {
  const ann = await registered();
  const address = newAddress();
  for (let time = 0; time < 4; time += 1) {
    expect(await guess(ann.email, address, 4)).toEqual([401, 401, 401, 401]);
    expect((await login(ann.email, ann.password, address)).status).toBe(200);
  }
});

test('replicas count together, and a restarted one goes on counting', async () => {
  const ann = await registered();
  const address = newAddress();
  const { environment } = auth;
  const second = await startAuth({ environment, podName: 'auth-service-1' });
  try {
    expect(await guess(ann.email, address, 6)).toHaveLength(6);
    expectWait(await login(ann.email, ann.password, address, second));
  } finally {
    await second.stop();
  }
});

test('who guesses from everywhere does not keep the owner out, neither at home nor after a reset', async () => {
  const ann = await registered();
  const home = newAddress();
  expect((await login(ann.email, ann.password, home)).status).toBe(200);
  // More than an account forgives, each from another address.
  for (let time = 0; time < 22; time += 1) await login(ann.email, 'wrong horse', newAddress());
  expectWait(await login(ann.email, 'wrong horse', newAddress()));
  const hotel = newAddress();
  expectWait(await login(ann.email, ann.password, hotel));
  expect((await login(ann.email, ann.password, home)).status).toBe(200);

  for (let time = 0; time < 22; time += 1) await login(ann.email, 'wrong horse', newAddress());
  const unlocked = await auth.call('POST', '/api/auth/unlock', { body: { user_id: ann.id }, token: root });
  expect(unlocked).toMatchObject({ status: 200, body: { user_id: ann.id } });
  expect((await login(ann.email, ann.password, hotel)).status).toBe(200);
});

test('who tries one password at many accounts has to wait, those who belong to the place do not', async () => {
  const ann = await registered();
  const gym = newAddress();
  expect((await login(ann.email, ann.password, gym)).status).toBe(200);
  const guesses = Array.from({ length: 101 }, (_, at) => login(`victim${at}@gym.test`, 'password1', gym));
  expect((await Promise.all(guesses)).every(({ status }) => [401, 503].includes(status))).toBe(true);
  let answer = await login('victim-last@gym.test', 'password1', gym);
  // Those who met a full queue did not count.
  for (let more = 0; more < 110 && answer.status !== 429; more += 1) {
    answer = await login(`more${more}@gym.test`, 'password1', gym);
  }
  expectWait(answer);
  expect((await login(ann.email, ann.password, gym)).status).toBe(200);
});

test('an admin opens an account for a place where its owner has mistyped too often', async () => {
  const ann = await registered();
  const address = newAddress();
  await guess(ann.email, address, 7);
  expectWait(await login(ann.email, ann.password, address));
  await auth.call('POST', '/api/auth/unlock', { body: { user_id: ann.id }, token: root });
  expect((await login(ann.email, ann.password, address)).status).toBe(200);
});

test('only an admin does, and only for somebody who is there', async () => {
  const body = { user_id: 999_999 };
  expect((await auth.call('POST', '/api/auth/unlock', { body, token: root })).status).toBe(404);
  expect((await auth.call('POST', '/api/auth/unlock', { body })).status).toBe(401);
  const ann = await registered();
  const token = auth.tokenFor({ id: ann.id, role: 'trainer' });
  expect((await auth.call('POST', '/api/auth/unlock', { body, token })).status).toBe(403);
});

test('mails to one address are few, whoever asks for them', async () => {
  const email = person().email;
  const statuses: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    statuses.push((await post('forgot-password', { email }, newAddress())).status);
  }
  expect(statuses).toEqual([202, 202, 202, 202, 429]);
});

test('links and old passwords cannot be guessed', async () => {
  const address = newAddress();
  const reset = () => post('reset-password', { token: 'x'.repeat(43), new_password: 'battery staple' }, address);
  const statuses = [];
  for (let time = 0; time < 22; time += 1) statuses.push((await reset()).status);
  expect(statuses.at(-1)).toBe(429);
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 422));

  const ann = await registered();
  const token = auth.tokenFor({ id: ann.id });
  const change = (old_password: string) =>
    auth.call('POST', '/api/auth/change-password', { body: { old_password, new_password: 'battery staple' }, token });
  for (let time = 0; time < 6; time += 1) expect((await change('wrong horse')).status).toBe(422);
  expectWait(await change(ann.password));
});
