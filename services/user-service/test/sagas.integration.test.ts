import { eventually, startTestService, type Answer, type TestService } from '../../../tests/support/service.js';
import { createService as createAuth } from '../../auth-service/src/service.js';
import { createService as createNotifications } from '../../notification-service/src/service.js';
import { createService as createTournaments } from '../../tournament-service/src/service.js';
import { createService as createUsers } from '../src/service.js';

const password = 'correct horse 1';

describe('work that crosses services', () => {
  let users: TestService;
  let auth: TestService;
  let tournaments: TestService;
  let notifications: TestService;
  let adminToken: string;

  beforeAll(async () => {
    users = await startTestService('user-service', createUsers, { database: 'user-db' });
    const { environment } = users;
    const settings = {
      BCRYPT_COST: 4,
      PASSWORD_QUEUE: 40,
      SESSION_IDLE_DAYS: 7,
      SESSION_MAX_DAYS: 30,
      PUBLIC_URL: 'https://gym.test',
    };
    auth = await startTestService('auth-service', createAuth, { environment, database: 'auth-db', settings });
    tournaments = await startTestService('tournament-service', createTournaments, {
      environment,
      database: 'tournament-db',
    });
    notifications = await startTestService('notification-service', createNotifications, {
      environment,
      settings: { TICKET_SECONDS: 30, HEARTBEAT_SECONDS: 30 },
    });
    adminToken = users.tokenFor({ id: await idOf('root@gym.test'), role: 'admin' });
  });
  afterAll(async () => {
    await notifications.stop();
    await tournaments.stop();
    await auth.stop();
    await users.stop();
  });

  async function idOf(email: string): Promise<number> {
    const [row] = await auth.sql<{ id: number }>('select id from users where email = $1', [email]);
    return row?.id ?? 0;
  }

  async function register(email: string): Promise<number> {
    const answer = await auth.call('POST', '/api/auth/register', { body: { email, password, full_name: 'Ann' } });
    expect(answer.status).toBe(201);
    return idOf(email);
  }

  function sagaOf(service: TestService, kind: string, subject: number): Promise<{ state: string; steps: object }[]> {
    return service.sql('select state, steps, data from sagas where kind = $1 and subject = $2 order by started_at', [
      kind,
      String(subject),
    ]);
  }

  const profileOf = (id: number) => users.sql('select * from users where id = $1', [id]);

  it('a registration is complete when the account has its profile', async () => {
    const id = await register('complete@gym.test');
    await eventually('the registration is complete', async () => {
      const [saga] = await sagaOf(auth, 'registration', id);
      return saga?.state === 'completed';
    });
    expect(await profileOf(id)).toHaveLength(1);
  });

  it('a registration that gets no profile is undone: the login goes again', async () => {
    const [{ next }] = (await auth.sql<{ next: number }>('select max(id) + 1 as next from users')) as [
      { next: number },
    ];
    await users.sql('insert into deleted_users (id) values ($1)', [next]);
    const id = await register('undone@gym.test').catch(() => next);
    await eventually('the account is gone', async () => (await idOf('undone@gym.test')) === 0);
    expect(await sagaOf(auth, 'registration', id)).toMatchObject([
      { state: 'compensated', steps: { profile: 'refused' } },
    ]);
  });

  it('a deletion goes through all services and can be followed to its end', async () => {
    const id = await register('leaving@gym.test');
    await eventually('the profile is there', async () => (await profileOf(id)).length === 1);
    const token = tournaments.tokenFor({ id, role: 'trainer' });
    const body = { name: 'Cup', start_date: '2027-05-01T09:00:00Z' };
    const created = await tournaments.call('POST', '/api/tournaments/', { token, body });
    const path = `/api/tournaments/${created.body.tournament.id}/participants`;
    await tournaments.call('POST', path, { token, body: { name: 'Ann' } });

    const answer = await users.call('DELETE', `/api/users/${id}`, { token: adminToken });
    expect(answer.status).toBe(200);
    await eventually('the deletion is complete', async () => {
      const saga = await users.call('GET', `/internal/sagas/${answer.body.saga_id}`);
      return saga.body.state === 'completed';
    });
    expect(await profileOf(id)).toEqual([]);
    expect(await idOf('leaving@gym.test')).toBe(0);
    const viewer = tournaments.tokenFor({ id: 900 });
    expect((await tournaments.call('GET', path, { token: viewer })).body).toMatchObject([
      { name: 'Former member', user_id: null },
    ]);
    // What the compensation would have needed is personal, and gone at the end.
    expect(await sagaOf(users, 'deletion', id)).toEqual([
      { state: 'completed', steps: { credentials: 'done', tournaments: 'done' }, data: {} },
    ]);
  });

  it('a deletion that auth-service refuses brings the profile back as it was', async () => {
    const id = await register('kept@gym.test');
    await eventually('the profile is there', async () => (await profileOf(id)).length === 1);
    const [before] = await profileOf(id);
    await auth.sql('update users set is_root_admin = false where is_root_admin');
    await auth.sql('update users set is_root_admin = true where id = $1', [id]);
    const answer = await users.call('DELETE', `/api/users/${id}`, { token: adminToken });
    expect(answer.status).toBe(200);
    await eventually('the deletion is undone', async () => {
      const saga = await users.call('GET', `/internal/sagas/${answer.body.saga_id}`);
      return saga.body.state === 'compensated';
    });
    const [after] = await profileOf(id);
    expect({ ...after, version: 0, created_at: 0 }).toEqual({ ...before, version: 0, created_at: 0 });
    expect(await idOf('kept@gym.test')).toBe(id);
  });

  describe('people who delete themselves', () => {
    const remove = (token: string, body: unknown = { password }) =>
      users.call('DELETE', '/api/users/me', { token, body });
    const statusOf = (id: string) => users.call('GET', `/api/users/deletions/${id}`);

    async function member(email: string): Promise<{ id: number; token: string }> {
      const id = await register(email);
      await eventually('the profile is there', async () => (await profileOf(id)).length === 1);
      return { id, token: users.tokenFor({ id }) };
    }

    it('need their password, and can see how far it is afterwards', async () => {
      const { id, token } = await member('self@gym.test');
      expect(await remove(token, { password: 'wrong' })).toMatchObject({
        status: 403,
        body: { type: '/problems/wrong-password' },
      });
      expect((await remove(token, {})).status).toBe(422);
      expect(await profileOf(id)).toHaveLength(1);
      const answer = await remove(token);
      expect(answer.status).toBe(200);
      await eventually('the deletion is complete', async () => {
        const { body } = await statusOf(answer.body.saga_id);
        return body.state === 'completed' && body.subject === undefined;
      });
      expect([await profileOf(id), await idOf('self@gym.test')]).toEqual([[], 0]);
      expect((await remove(token)).status).toBe(401);
      expect((await statusOf('00000000-0000-4000-8000-000000000000')).status).toBe(404);
    });

    it('do it once, however often they ask', async () => {
      const { id, token } = await member('twice@gym.test');
      const once = () =>
        users.call('DELETE', '/api/users/me', {
          token,
          body: { password },
          headers: { 'idempotency-key': 'leave-once' },
        });
      const statuses = (await Promise.all([once(), once(), once()])).map(({ status }) => status);
      // Whoever comes after the end of the login is told so, also with the key of the first request.
      expect(statuses).toContain(200);
      expect(statuses.filter((status) => status !== 200 && status !== 401)).toEqual([]);
      expect(await sagaOf(users, 'deletion', id)).toHaveLength(1);
    });

    it('stay when auth-service does not answer', async () => {
      const { id } = await member('offline@gym.test');
      const alone = await startTestService('user-service', createUsers, { database: 'user-db' });
      try {
        const answer = await alone.call('DELETE', '/api/users/me', {
          token: alone.tokenFor({ id }),
          body: { password },
        });
        expect(answer.status).toBe(503);
      } finally {
        await alone.stop();
      }
      expect(await profileOf(id)).toHaveLength(1);
    });

    it('are refused as the root admin and as the last admin', async () => {
      const root = { id: await idOf('root@gym.test'), password: 'root-password-1' };
      await users.sql('update users set is_root_admin = (id = $1)', [root.id]);
      const token = users.tokenFor({ id: root.id, role: 'admin' });
      expect((await remove(token, root)).status).toBe(403);
      await users.sql('update users set is_root_admin = false');
      expect(await remove(token, { password: root.password })).toMatchObject({
        status: 409,
        body: { type: '/problems/last-admin' },
      });
      await users.sql('update users set is_root_admin = true where id = $1', [root.id]);
    });
  });

  it('an export has what all services know about a person, and no secret', async () => {
    const id = await register('export@gym.test');
    await eventually('the profile is there', async () => (await profileOf(id)).length === 1);
    const token = users.tokenFor({ id });
    await users.call('PATCH', '/api/users/me', { token, body: { phone: '112 112' } });
    const trainer = tournaments.tokenFor({ id: 900, role: 'trainer' });
    const body = { name: 'Cup', start_date: '2027-05-01T09:00:00Z' };
    const created = await tournaments.call('POST', '/api/tournaments/', { token: trainer, body });
    const path = `/api/tournaments/${created.body.tournament.id}`;
    const participants = [{ name: 'Ann', user_id: id }, { name: 'Bob' }];
    await tournaments.call('PUT', `${path}/participants`, { token: trainer, body: { participants } });
    await tournaments.call('POST', `${path}/generate-bracket`, { token: trainer });
    await notifications.call('POST', '/api/notifications/send', {
      token: trainer,
      body: { user_id: id, message: 'Hi' },
    });
    await users.call('PATCH', '/api/users/ban', { token: adminToken, body: { user_id: id, reason: 'Shouted.' } });
    const told = async (): Promise<{ event: string }[]> =>
      (await notifications.call('GET', `/internal/notifications/${id}`)).body.items;
    await eventually('all is kept', async () => (await told()).length >= 4);

    // A login after that decision.
    const later = users.tokenFor({ id, ver: 1 });
    const answer = await users.call('GET', '/api/users/me/export', { token: later });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    expect(answer.body).toMatchObject({
      profile: { id, phone: '112 112' },
      account: { email: 'export@gym.test', role: 'member' },
      tournaments: {
        entries: [{ tournament: 'Cup', name: 'Ann', status: 'approved' }],
        matches: [{ round: 1, has_won: null }],
        created: [],
        acts: [],
      },
      notifications: expect.arrayContaining([
        expect.objectContaining({ event: 'user.banned', reason: 'Shouted.' }),
        expect.objectContaining({ event: 'bracket.generated', tournament: 'Cup', message: null }),
        expect.objectContaining({ event: 'notification', message: 'Hi', is_read: false }),
        expect.objectContaining({ event: 'user.welcome' }),
      ]),
      decisions: [{ action: 'ban', reason: 'Shouted.' }],
      acts: [],
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/\$2[aby]\$|password_hash|actor_id|Bob/);
  });

  it('an export has the logins, and when the password was changed', async () => {
    const credentials = { email: 'logins@gym.test', password };
    const id = await register(credentials.email);
    const login = (): Promise<Answer> =>
      auth.call('POST', '/api/auth/login', {
        body: credentials,
        headers: { 'user-agent': 'My phone', 'x-forwarded-for': '203.0.113.7' },
      });
    await auth.call('POST', '/api/auth/login', { body: { ...credentials, password: 'wrong horse 1' } });
    const [token] = [(await login()).body.access_token, await login()];
    const read = async () => (await users.call('GET', '/api/users/me/export', { token })).body.account;
    await eventually('the profile is there', async () => (await profileOf(id)).length === 1);
    const session = { device: 'My phone', address: '203.0.113.7' };
    expect(await read()).toMatchObject({
      password_changed_at: null,
      sessions: [session, session],
      login_attempts: { failures: 0, known_places: [{}] },
    });
    const change = { old_password: password, new_password: 'another horse 2' };
    expect((await auth.call('POST', '/api/auth/change-password', { token, body: change })).status).toBe(200);
    await auth.call('POST', '/api/auth/forgot-password', { body: { email: credentials.email } });
    expect(await read()).toMatchObject({
      password_changed_at: expect.stringMatching(/^20/),
      sessions: [session],
      password_resets: [{}],
    });
  });

  it('an export has everything, however much there is', async () => {
    const id = await register('busy@gym.test');
    await eventually('the profile is there', async () => (await profileOf(id)).length === 1);
    const count = 1201;
    await tournaments.sql(
      `with cup as (
         insert into tournaments (name, start_date, max_participants, tournament_type, created_by)
         select 'Cup ' || at, now(), 8, 'single_elimination', $1 from generate_series(1, $2) at returning id, created_at
       ), entry as (
         insert into participants (tournament_id, user_id, name, status)
         select id, $1, 'Ann', 'approved' from cup returning id, tournament_id
       ), noted as (
         insert into tournament_log (tournament_id, seq, actor_id, kind, payload, affected)
         select id, 1, $1, 'tournament.created', '{}', '{}' from cup
       )
       insert into matches (tournament_id, round, match_number, participant1_id)
       select tournament_id, 1, number, id from entry, generate_series(1, 2) number`,
      [id, count],
    );
    const answer = await users.call('GET', '/api/users/me/export', { token: users.tokenFor({ id }) });
    const { entries, matches, created, acts } = answer.body.tournaments;
    expect([entries, matches, created, acts].map((rows) => rows.length)).toEqual([count, 2 * count, count, count]);
    const distinct = (rows: Record<string, unknown>[], ...keys: string[]): number =>
      new Set(rows.map((row) => keys.map((key) => row[key]).join())).size;
    expect(distinct(entries, 'tournament_id')).toBe(count);
    expect(distinct(matches, 'tournament_id', 'match_number')).toBe(2 * count);
    expect(distinct(acts, 'tournament_id')).toBe(count);
  });

  it('what staff do in auth-service is in the audit log of the person', async () => {
    const headers = { 'x-request-id': 'the-request-of-the-admin' };
    const root = (
      await auth.call('POST', '/api/auth/login', { body: { email: 'root@gym.test', password: 'root-password-1' } })
    ).body;
    const body = { email: 'second@gym.test', password, full_name: 'Second' };
    const made = await auth.call('POST', '/api/auth/create_admin', { token: root.access_token, body, headers });
    const { id } = made.body.user;
    const unlocking = { token: root.access_token, body: { user_id: id }, headers };
    expect((await auth.call('POST', '/api/auth/unlock', unlocking)).status).toBe(200);
    const entries = async () =>
      (await users.call('GET', `/api/users/${id}/audit`, { token: root.access_token })).body.items;
    await eventually('both entries', async () => (await entries()).length === 2);
    const who = { actor_id: root.user.id, user_id: id, request_id: 'the-request-of-the-admin' };
    expect(await entries()).toMatchObject([
      { ...who, action: 'unlock', before: {}, after: {} },
      { ...who, action: 'create', before: {}, after: { role: 'admin', is_approved: true } },
    ]);
  });

  it('what runs for too long is counted as stuck, and undone by nobody', async () => {
    await auth.sql(`insert into sagas (kind, subject, steps, data, deadline)
      values ('registration', '999999', '{"profile": "pending"}', '{}', now() - interval '1 minute')`);
    const answer = await auth.call('GET', '/internal/sagas');
    expect(answer.body).toMatchObject({ running: 1, stuck: 1, oldest: [{ subject: '999999', is_stuck: true }] });
    expect((await auth.call('GET', '/internal/sagas/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await auth.call('GET', '/internal/sagas/x')).status).toBe(404);
  });
});
