import { setTimeout as delay } from 'node:timers/promises';
import { authApi, userEvents } from '@gym/contracts';
import jwt from 'jsonwebtoken';
import { eventOf, type Answer, type TestService } from '../../../tests/support/service.js';
import { person, startAuth } from './support.js';

let auth: TestService;
let eventSeq = 0;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

interface Login {
  id: number;
  email: string;
  password: string;
  access: string;
  refresh: string;
  session: number;
}

const sessionOf = (access: string): number => authApi.accessClaims.parse(jwt.decode(access)).sid;

async function member(): Promise<Login> {
  const ann = person();
  await auth.call('POST', '/api/auth/register', { body: ann });
  return login(ann);
}

async function login({ email, password }: { email: string; password: string }, headers = {}): Promise<Login> {
  const { status, body } = await auth.call('POST', '/api/auth/login', { body: { email, password }, headers });
  expect(status).toBe(200);
  const { access_token: access, refresh_token: token, user } = body;
  return { id: user.id, email, password, access, refresh: token, session: sessionOf(access) };
}

const refresh = (token: string, on = auth): Promise<Answer> =>
  on.call('POST', '/api/auth/refresh', { body: { refresh_token: token } });
const refused = { status: 401, body: { type: '/problems/invalid-refresh-token' } };

/** The reasons for which sessions of a user were said to have ended, with their ids. */
async function ended(userId: number): Promise<{ reason: string; session_ids: number[] }[]> {
  const rows = await auth.sql<{ payload: { reason: string; session_ids: number[] } }>(
    `select event->'data'->'payload' as payload from outbox
     where event->>'type' = 'gym.account.sessions-ended.v1' and subject = $1 order by seq`,
    [String(userId)],
  );
  return rows.map(({ payload: { reason, session_ids } }) => ({ reason, session_ids }));
}

/** As if so many seconds had passed since the last use. */
async function passTime(session: number, seconds: number): Promise<void> {
  await auth.sql(
    `update sessions set last_used_at = last_used_at - make_interval(secs => $2),
       created_at = created_at - make_interval(secs => $2), expires_at = expires_at - make_interval(secs => $2)
     where id = $1`,
    [session, seconds],
  );
}

test('a refresh token gets new tokens of the same session, and only its hash is stored', async () => {
  const ann = await member();
  const answer = await refresh(ann.refresh);
  expect(answer).toMatchObject({ status: 200, body: { expires_in: 900, user: { id: ann.id, email: ann.email } } });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body.refresh_token).not.toBe(ann.refresh);
  expect(sessionOf(answer.body.access_token)).toBe(ann.session);
  const [row] = await auth.sql<Record<string, unknown>>('select * from sessions where id = $1', [ann.session]);
  const stored = Object.values(row ?? {}).map((value) =>
    Buffer.isBuffer(value) ? value.toString('base64url') : value,
  );
  for (const token of [ann.refresh, String(answer.body.refresh_token)]) {
    expect(JSON.stringify(stored)).not.toContain(token.slice(0, 20));
    expect(JSON.stringify(stored)).not.toContain(Buffer.from(token, 'base64url').subarray(16).toString('base64url'));
  }
});

test('a client that lost the answer gets the same successor again', async () => {
  const ann = await member();
  const first = await refresh(ann.refresh);
  const again = await refresh(ann.refresh);
  expect(again).toMatchObject({ status: 200, body: { refresh_token: first.body.refresh_token } });
  expect((await refresh(first.body.refresh_token)).status).toBe(200);
});

test('two refreshes at once, at two replicas, get the same successor', async () => {
  const { environment } = auth;
  const other = await startAuth({ environment, podName: 'auth-service-1' });
  try {
    const ann = await member();
    const answers = await Promise.all([auth, other, auth, other].map((replica) => refresh(ann.refresh, replica)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    expect((await refresh(answers[0]?.body.refresh_token, other)).status).toBe(200);
  } finally {
    await other.stop();
  }
});

test('a successor goes on working after a restart', async () => {
  const { environment } = auth;
  const first = await startAuth({ environment, podName: 'auth-service-2' });
  const ann = await member();
  const { body } = await refresh(ann.refresh, first);
  await first.stop();
  const second = await startAuth({ environment, podName: 'auth-service-2' });
  try {
    // The answer was lost with the replica: the old token still opens the new one.
    expect((await refresh(ann.refresh, second)).body.refresh_token).toBe(body.refresh_token);
    expect((await refresh(body.refresh_token, second)).status).toBe(200);
  } finally {
    await second.stop();
  }
});

test('a token that is used twice ends its whole family, and says so', async () => {
  const ann = await member();
  const { body } = await refresh(ann.refresh);
  await passTime(ann.session, 21);
  expect(await refresh(ann.refresh)).toMatchObject(refused);
  expect(await refresh(body.refresh_token)).toMatchObject(refused);
  expect(await ended(ann.id)).toEqual([{ reason: 'reuse', session_ids: [ann.session] }]);
});

test('within the grace, a token older than the one before ends the family too', async () => {
  const ann = await member();
  const second = await refresh(ann.refresh);
  const third = await refresh(second.body.refresh_token);
  expect(await refresh(ann.refresh)).toMatchObject(refused);
  expect(await refresh(third.body.refresh_token)).toMatchObject(refused);
  expect(await ended(ann.id)).toEqual([{ reason: 'reuse', session_ids: [ann.session] }]);
});

test('another session of the same person is not touched by that', async () => {
  const ann = await member();
  const phone = await login(ann);
  await refresh(ann.refresh);
  await passTime(ann.session, 21);
  await refresh(ann.refresh);
  expect((await refresh(phone.refresh)).status).toBe(200);
});

test('a session that is not used for a week is over', async () => {
  const ann = await member();
  await passTime(ann.session, 7 * 86_400 + 1);
  expect(await refresh(ann.refresh)).toMatchObject(refused);
});

test('a session is over after a month, although it was used every six days', async () => {
  const ann = await member();
  let token = ann.refresh;
  for (let age = 6; age < 30; age += 6) {
    await passTime(ann.session, 6 * 86_400);
    const answer = await refresh(token);
    expect(answer.status).toBe(200);
    token = answer.body.refresh_token;
  }
  await passTime(ann.session, 6 * 86_400 + 1);
  expect(await refresh(token)).toMatchObject(refused);
});

test.each([
  ['nothing', {}, 422],
  ['a number', { refresh_token: 7 }, 422],
  ['rubbish', { refresh_token: 'rubbish' }, 401],
  ['a token of nobody', { refresh_token: 'x'.repeat(64) }, 401],
])('a refresh with %s is refused', async (_what, body, status) => {
  expect((await auth.call('POST', '/api/auth/refresh', { body })).status).toBe(status);
});

test('a logout ends the session it was asked in, and no other', async () => {
  const ann = await member();
  const phone = await login(ann);
  expect((await auth.call('POST', '/api/auth/logout', { token: ann.access })).status).toBe(200);
  expect(await refresh(ann.refresh)).toMatchObject(refused);
  expect((await refresh(phone.refresh)).status).toBe(200);
  expect(await ended(ann.id)).toEqual([{ reason: 'logout', session_ids: [ann.session] }]);
});

test('a logout everywhere ends them all', async () => {
  const ann = await member();
  const phone = await login(ann);
  expect((await auth.call('POST', '/api/auth/logout-all', { token: ann.access })).status).toBe(200);
  expect(await refresh(ann.refresh)).toMatchObject(refused);
  expect(await refresh(phone.refresh)).toMatchObject(refused);
  const ids = (await ended(ann.id)).flatMap(({ session_ids }) => session_ids);
  expect(ids.toSorted((a, b) => a - b)).toEqual([ann.session, phone.session]);
});

test('people see where they are logged in, page by page, and can end a session of theirs', async () => {
  const ann = await member();
  const headers = { 'user-agent': 'Phone/1.0', 'x-forwarded-for': '203.0.113.9, 127.0.0.1' };
  const phone = await login(ann, headers);
  const list = (query = ''): Promise<Answer> => auth.call('GET', `/api/auth/sessions${query}`, { token: ann.access });
  const all = await list();
  expect(all).toMatchObject({
    status: 200,
    body: {
      items: [
        { id: phone.session, device: 'Phone/1.0', address: '203.0.113.9', current: false },
        { id: ann.session, current: true },
      ],
      next_cursor: null,
    },
  });
  const first = await list('?limit=1');
  expect(first.body.items).toHaveLength(1);
  expect((await list(`?limit=1&cursor=${first.body.next_cursor}`)).body).toMatchObject({
    items: [{ id: ann.session }],
    next_cursor: null,
  });
  const stranger = await member();
  const end = (token: string): Promise<Answer> => auth.call('DELETE', `/api/auth/sessions/${phone.session}`, { token });
  expect((await end(stranger.access)).status).toBe(404);
  expect((await end(ann.access)).status).toBe(200);
  expect((await end(ann.access)).status).toBe(404);
  expect(await refresh(phone.refresh)).toMatchObject(refused);
  expect((await list()).body.items).toHaveLength(1);
});

test('nobody has more than 100 sessions: those that were used last stay', async () => {
  const ann = await member();
  await auth.sql(
    `insert into sessions (user_id, family_hash, token_hash, last_used_at, expires_at)
     select $1::integer, sha256(concat($1::integer, ' ', n)::bytea), '', now() - make_interval(mins => n), now() + interval '1 day'
     from generate_series(1, 120) as n`,
    [ann.id],
  );
  const phone = await login(ann);
  const [row] = await auth.sql<{ count: number; phone: boolean }>(
    'select count(*) as count, bool_or(id = $2) as phone from sessions where user_id = $1',
    [ann.id, phone.session],
  );
  expect(row).toEqual({ count: 100, phone: true });
});

test('a ban ends every session, and a login that is under way opens none', async () => {
  const ann = await member();
  const standing = { user_id: ann.id, role: 'member' as const, is_approved: true, is_banned: true, reason: null };
  const ban = eventOf(userEvents.userBanned, 'user-service', ann.id, (eventSeq += 1), { ...standing, version: 1 });
  const under = Array.from({ length: 6 }, () =>
    auth.call('POST', '/api/auth/login', { body: { email: ann.email, password: ann.password } }),
  );
  await delay(5);
  await auth.event('users', ban);
  await Promise.all(under);
  expect(await auth.sql('select from sessions where user_id = $1', [ann.id])).toEqual([]);
  expect(await refresh(ann.refresh)).toMatchObject(refused);
  const ids = (await ended(ann.id)).flatMap(({ session_ids }) => session_ids);
  expect(ids).toContain(ann.session);
  expect((await ended(ann.id))[0]?.reason).toBe('banned');
});

test('a new role shows in the next access token, with the version it is of', async () => {
  const ann = await member();
  const standing = { user_id: ann.id, version: 4, role: 'trainer' as const, is_approved: true, is_banned: false };
  await auth.event('users', eventOf(userEvents.userApproved, 'user-service', ann.id, (eventSeq += 1), standing));
  const { body } = await refresh(ann.refresh);
  expect(authApi.accessClaims.parse(jwt.decode(body.access_token))).toMatchObject({ role: 'trainer', ver: 4 });
});

test('a session goes with its account', async () => {
  const ann = await member();
  const deleted = { user_id: ann.id, version: 2 };
  await auth.event('users', eventOf(userEvents.userDeleted, 'user-service', ann.id, (eventSeq += 1), deleted));
  expect(await refresh(ann.refresh)).toMatchObject(refused);
  expect(await ended(ann.id)).toEqual([{ reason: 'deleted', session_ids: [ann.session] }]);
});
