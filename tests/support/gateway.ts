import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { send, type Answer, type CallOptions } from './answer.js';

export type { Answer } from './answer.js';

const settings = z
  .object({
    GYM_TEST_HOME: z.string(),
    GYM_TEST_OFFSET: z.coerce.number().int(),
    GYM_TEST_GATEWAYS: z.string().optional(),
  })
  .parse(process.env);

/** The port a service of the running stack has. */
export function portOf(basePort: number): number {
  return basePort + settings.GYM_TEST_OFFSET;
}

export const gatewayUrl = `http://127.0.0.1:${portOf(8000)}`;

/** Of all its replicas. */
export const gatewayUrls = settings.GYM_TEST_GATEWAYS?.split(',') ?? [gatewayUrl];
let calls = 0;

/** A request as a client sends it: through the gateway, with nothing but a token; the next one through the next replica. */
export function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const gateway = gatewayUrls[calls++ % gatewayUrls.length] ?? gatewayUrl;
  return send(method, `${gateway}${path}`, options);
}

export interface Person {
  id: number;
  email: string;
  password: string;
  name: string;
  token: string;
}

/** What a person asks of tournaments that is not to be refused. @returns the body of the answer */
export async function askTournaments(
  { token }: Person,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer['body']> {
  const answer = await call(method, `/api/tournaments${path}`, { token, ...(body !== undefined && { body }) });
  expect([path, answer.status, answer.body?.detail]).toEqual([path, expect.any(Number), undefined]);
  return answer.body;
}

export const password = 'correct horse 1';

/** An address nobody has yet; the stack is shared by all tests of a suite. */
export function newEmail(): string {
  return `p${randomBytes(6).toString('hex')}@gym.test`;
}

export async function login(email: string, secret = password): Promise<Answer> {
  return call('POST', '/api/auth/login', { body: { email, password: secret } });
}

export async function admin(): Promise<Person> {
  const file = readFileSync(join(settings.GYM_TEST_HOME, 'secrets.json'), 'utf8');
  const secrets = z.object({ admin: z.object({ email: z.string(), password: z.string() }) }).parse(JSON.parse(file));
  const answer = await login(secrets.admin.email, secrets.admin.password);
  if (answer.status !== 200) throw new Error(`the root admin cannot log in: ${JSON.stringify(answer.body)}`);
  return { ...secrets.admin, id: answer.body.user.id, name: 'root', token: answer.body.access_token };
}

export async function register(role: 'member' | 'trainer', name = 'Ann Example'): Promise<Omit<Person, 'token'>> {
  const email = newEmail();
  const answer = await call('POST', '/api/auth/register', { body: { email, password, full_name: name, role } });
  if (answer.status !== 201) throw new Error(`register: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { id: 0, email, password, name };
}

/** Somebody who has registered and logged in. */
export async function member(name?: string): Promise<Person> {
  const person = await register('member', name);
  const answer = await login(person.email);
  await profileExists(answer.body.access_token);
  return { ...person, id: answer.body.user.id, token: answer.body.access_token };
}

/** A trainer whom an admin has approved. */
export async function trainer(approver: Person, name?: string): Promise<Person> {
  const person = await register('trainer', name);
  const id = await idOf(approver, person.email);
  const approval = await call('PATCH', '/api/users/approve', { token: approver.token, body: { user_id: id } });
  if (approval.status !== 200) throw new Error(`approve: ${approval.status} ${JSON.stringify(approval.body)}`);
  const answer = await login(person.email);
  if (answer.status !== 200) throw new Error(`login: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { ...person, id, token: answer.body.access_token };
}

/** The id of a new account; its profile follows the registration within moments. */
export async function idOf(viewer: Person, email: string): Promise<number> {
  let id: number | undefined;
  await until(`a profile of ${email}`, async () => {
    for (let cursor = ''; id === undefined;) {
      const page = await call('GET', `/api/users/?limit=200${cursor}`, { token: viewer.token });
      id = page.body.items.find((user: { email: string }) => user.email === email)?.id;
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    return id !== undefined;
  });
  return id ?? 0;
}

async function profileExists(token: string): Promise<void> {
  await until('the own profile', async () => (await call('GET', '/api/users/me', { token })).status === 200);
}

/** Repeats a question until it is answered with true. @throws after `timeoutMs` */
export async function until(what: string, ask: () => Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Asks again while the system recovers: no answer, or one that says "not now". What is asked for may be done twice.
 * @throws after `timeoutMs`
 */
export async function patiently(
  method: string,
  path: string,
  options: CallOptions = {},
  timeoutMs = 30_000,
): Promise<Answer> {
  let answer: Answer | undefined;
  await until(
    `${method} ${path}`,
    async () => {
      answer = await call(method, path, options).catch(() => undefined);
      return answer !== undefined && answer.status < 500;
    },
    timeoutMs,
  );
  if (answer === undefined) throw new Error('unreachable');
  return answer;
}

/** Every refusal has this shape, whoever made it. */
export function expectProblem(answer: Answer, status: number): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: {
      type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
      title: expect.any(String),
      status,
      detail: expect.stringMatching(/\S{2,}/),
      instance: expect.stringMatching(/^\//),
      request_id: expect.stringMatching(/\S{8,}/),
    },
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
}
