import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import bcrypt from 'bcrypt';
import { eventually, type TestService } from '../../../tests/support/service.js';
import { legacyHashes } from './legacy-hashes.js';
import { person, startAuth } from './support.js';

let auth: TestService;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth?.stop());

const post = (path: string, body: unknown, token?: string) =>
  auth.call('POST', `/api/auth/${path}`, { body, ...(token === undefined ? {} : { token }) });
const login = (email: string, password: string) => post('login', { email, password });

async function registered(fields: object = {}) {
  const body = person(fields);
  expect((await post('register', body)).status).toBe(201);
  const answer = await login(body.email, body.password);
  const { user, access_token, refresh_token } = answer.body;
  return { ...body, id: Number(user.id), token: String(access_token), refreshToken: String(refresh_token) };
}

/** The links of all mails to this address. */
async function linksTo(email: string): Promise<string[]> {
  const folder = join(auth.environment.folder, 'mail');
  const files = await readdir(folder).catch(() => []);
  const mails = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return mails
    .filter((mail) => mail.includes(`>${email}<`))
    .map((mail) => /href="https:\/\/gym\.test\/#\/reset-password\/([\w-]{43})"/.exec(mail)?.[1] ?? 'no link');
}

/** Asks for a mail and waits for it. @returns the token in its link */
async function forgotten(email: string): Promise<string> {
  const before = await linksTo(email);
  expect((await post('forgot-password', { email })).status).toBe(202);
  let token: string | undefined;
  await eventually('the mail', async () => {
    token = (await linksTo(email)).find((link) => !before.includes(link));
    return token !== undefined;
  });
  return token ?? '';
}

describe('changing a password', () => {
  test('the new one opens the account from then on, the old one does not', async () => {
    const ann = await registered();
    const answer = await post(
      'change-password',
      { old_password: ann.password, new_password: 'battery staple' },
      ann.token,
    );
    expect(answer).toMatchObject({ status: 200, body: { detail: expect.any(String) } });
    expect((await login(ann.email, ann.password)).status).toBe(401);
    expect((await login(ann.email, 'battery staple')).status).toBe(200);
  });

  test('logins on other devices end, this one goes on', async () => {
    const ann = await registered();
    const other = await login(ann.email, ann.password);
    await post('change-password', { old_password: ann.password, new_password: 'battery staple' }, ann.token);
    expect((await post('refresh', { refresh_token: other.body.refresh_token })).status).toBe(401);
    expect((await post('refresh', { refresh_token: ann.refreshToken })).status).toBe(200);
  });

  test.each([
    ['the wrong old password', { old_password: 'wrong horse' }, '#/old_password'],
    ['a short one', { new_password: 'short' }, '#/new_password'],
    ['a common one', { new_password: 'Password1!' }, '#/new_password'],
    ['73 bytes', { new_password: `${'é'.repeat(36)}x` }, '#/new_password'],
    ['a NUL character', { new_password: 'battery\0staple' }, '#/new_password'],
    ['no old password', { old_password: undefined }, '#/old_password'],
  ])('%s is refused at its field, and nothing changes', async (_what, fields, pointer) => {
    const ann = await registered();
    const body = { old_password: ann.password, new_password: 'battery staple', ...fields };
    const answer = await post('change-password', body, ann.token);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, message: expect.any(String) }] } });
    expect((await login(ann.email, ann.password)).status).toBe(200);
  });

  test('the own name and email are refused, also at the registration', async () => {
    const ann = await registered({ full_name: 'Marguerite Example' });
    const answer = await post(
      'change-password',
      { old_password: ann.password, new_password: 'Marguerite7' },
      ann.token,
    );
    expect(answer.status).toBe(422);
    const body = person({ full_name: 'Marguerite Example', password: 'marguerite!' });
    expect(await post('register', body)).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/password' }] } });
  });

  test('needs a login, of somebody who is in good standing', async () => {
    const body = { old_password: 'correct horse', new_password: 'battery staple' };
    expect((await post('change-password', body)).status).toBe(401);
    const ann = await registered();
    await auth.sql('update users set is_banned = true where id = $1', [ann.id]);
    expect((await post('change-password', body, ann.token)).status).toBe(403);
  });
});

describe('a forgotten password', () => {
  test('the link of the mail sets a new one, once', async () => {
    const ann = await registered();
    const token = await forgotten(ann.email);
    const reset = () => post('reset-password', { token, new_password: 'battery staple' });
    const answers = await Promise.all([reset(), reset(), reset()]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422, 422]);
    expect((await login(ann.email, ann.password)).status).toBe(401);
    expect((await login(ann.email, 'battery staple')).status).toBe(200);
    expect((await post('refresh', { refresh_token: ann.refreshToken })).status).toBe(401);
    expect(await reset()).toMatchObject({ status: 422, body: { type: '/problems/reset-link-spent' } });
  });

  test('an easy new password does not use the link up', async () => {
    const ann = await registered();
    const token = await forgotten(ann.email);
    expect(await post('reset-password', { token, new_password: 'qwertyuiop' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/new_password' }] },
    });
    expect((await post('reset-password', { token, new_password: 'battery staple' })).status).toBe(200);
  });

  test('a link is of no use after half an hour', async () => {
    const ann = await registered();
    const token = await forgotten(ann.email);
    await auth.sql(`update password_resets set expires_at = expires_at - interval '30 minutes' where email = $1`, [
      ann.email,
    ]);
    expect((await post('reset-password', { token, new_password: 'battery staple' })).status).toBe(422);
    expect((await login(ann.email, ann.password)).status).toBe(200);
  });

  test('a changed password takes open links along, and a second link does not take the first', async () => {
    const ann = await registered();
    const [first, second] = [await forgotten(ann.email), await forgotten(ann.email)];
    expect(first).not.toBe(second);
    expect((await post('reset-password', { token: first, new_password: 'battery staple' })).status).toBe(200);
    expect((await post('reset-password', { token: second, new_password: 'staple battery' })).status).toBe(422);
  });

  test('nobody learns who has an account, and strangers get no mail', async () => {
    const ann = await registered();
    const known = await post('forgot-password', { email: ann.email });
    const unknown = await post('forgot-password', { email: 'nobody@gym.test' });
    expect([known.status, unknown.status]).toEqual([202, 202]);
    expect(unknown.body).toEqual(known.body);
    await eventually('the mail', async () => (await linksTo(ann.email)).length === 1);
    await eventually('an end of the request', async () => {
      const rows = await auth.sql(`select from password_resets where email = 'nobody@gym.test'`);
      return rows.length === 0;
    });
    expect(await linksTo('nobody@gym.test')).toEqual([]);
  });

  test('a mail that nobody takes is not lost', async () => {
    const ann = await registered();
    const folder = join(auth.environment.folder, 'mail');
    // A file where the component wants its folder: every mail fails.
    await rename(folder, `${folder}.away`);
    await writeFile(folder, '');
    expect((await post('forgot-password', { email: ann.email })).status).toBe(202);
    const attempts = async () => {
      const [row] = await auth.sql<{ attempts: number }>(
        'select attempts from password_resets where email = $1 and due_at > now()',
        [ann.email],
      );
      return row?.attempts ?? 0;
    };
    await eventually('a try', async () => (await attempts()) === 1);
    await rm(folder);
    await rename(`${folder}.away`, folder);
    await auth.sql('update password_resets set due_at = now() where email = $1', [ann.email]);
    await eventually('the mail', async () => (await linksTo(ann.email)).length === 1);
    const [token = ''] = await linksTo(ann.email);
    expect((await post('reset-password', { token, new_password: 'battery staple' })).status).toBe(200);
  });

  test('what the link holds is not in the database', async () => {
    const ann = await registered();
    const token = await forgotten(ann.email);
    const [row] = await auth.sql<{ text: string }>(
      `select password_resets::text as text from password_resets where email = $1`,
      [ann.email],
    );
    expect(row?.text).toMatch(/\\x[\da-f]{64}/);
    expect(row?.text).not.toContain(token);
  });

  test.each([[{ token: 'x'.repeat(43) }], [{ token: 'short' }], [{ token: 7 }], [{}]])(
    'a reset with %j is refused',
    async (fields) => {
      expect((await post('reset-password', { new_password: 'battery staple', ...fields })).status).toBe(422);
    },
  );
});

describe('an account of the old system', () => {
  test.each(legacyHashes.filter(({ hash }) => hash.startsWith('scrypt')))(
    'opens with its password, whose hash is bcrypt from then on unless bcrypt cannot hold it',
    async ({ password, hash }) => {
      const ann = await registered();
      await auth.sql('update users set password_hash = $2 where id = $1', [ann.id, hash]);
      expect((await login(ann.email, `${password}!`)).status).toBe(401);
      for (let time = 0; time < 2; time += 1) expect((await login(ann.email, password)).status).toBe(200);
      const [row] = await auth.sql<{ password_hash: string }>('select password_hash from users where id = $1', [
        ann.id,
      ]);
      const fits = Buffer.byteLength(password) <= 72;
      expect(row?.password_hash.startsWith('$2')).toBe(fits);
      expect(await bcrypt.compare(password, row?.password_hash ?? '')).toBe(fits);
    },
  );
});
