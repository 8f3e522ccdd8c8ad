import { usersApi } from '@gym/contracts';
import { z } from 'zod';
import { admin, call, expectProblem, idOf, login, member, register, trainer, type Person } from '../support/gateway.js';

describe('users', () => {
  let root: Person;
  let coach: Person;
  let ann: Person;
  beforeAll(async () => {
    root = await admin();
    coach = await trainer(root, 'Coach Carter');
    ann = await member('Ann Lee');
  });

  it('says that it is healthy', async () => {
    const answer = await call('GET', '/api/users/health');
    expect(answer).toMatchObject({ status: 200, body: { status: 'healthy', service: 'user-service' } });
  });

  it('shows people their own profile', async () => {
    const answer = await call('GET', '/api/users/me', { token: ann.token });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id: ann.id,
        email: ann.email,
        full_name: 'Ann Lee',
        role: 'member',
        is_approved: true,
        is_banned: false,
        is_root_admin: false,
      },
    });
    expectProblem(await call('GET', '/api/users/me'), 401);
  });

  it('lists users to trainers as a plain array, with and without the slash', async () => {
    for (const path of ['/api/users', '/api/users/']) {
      const answer = await call('GET', path, { token: coach.token });
      expect(answer.status).toBe(200);
      const users = z.array(usersApi.user).parse(answer.body);
      expect(users.map((user) => user.id)).toEqual(expect.arrayContaining([ann.id, coach.id]));
    }
    expectProblem(await call('GET', '/api/users/', { token: ann.token }), 403);
    expectProblem(await call('GET', '/api/users/'), 401);
  });

  it('pages through users with limit and cursor, each once', async () => {
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { body: { items: { id: number }[]; next_cursor: string | null } } = await call(
        'GET',
        `/api/users/?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
        { token: coach.token },
      );
      expect(page.body.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.body.items.map((user) => user.id));
      cursor = page.body.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([root.id, coach.id, ann.id]));
  });

  it('shows a user to trainers and to themself, and to nobody else', async () => {
    for (const viewer of [coach, ann]) {
      const answer = await call('GET', `/api/users/${ann.id}`, { token: viewer.token });
      expect(answer).toMatchObject({ status: 200, body: { id: ann.id, full_name: 'Ann Lee' } });
    }
    expectProblem(await call('GET', `/api/users/${coach.id}`, { token: ann.token }), 403);
    expectProblem(await call('GET', `/api/users/${ann.id}`), 401);
  });

  it.each(['999999999', '1e3', '-1', '0', '99999999999999999999', 'abc', '1.5'])('knows no user %s', async (id) => {
    expectProblem(await call('GET', `/api/users/${id}`, { token: coach.token }), 404);
  });

  it('approves a trainer, who can log in from then on', async () => {
    const { email } = await register('trainer');
    expect((await login(email)).status).toBe(403);
    const body = { user_id: await idOf(root, email) };
    const answer = await call('PATCH', '/api/users/approve', { token: root.token, body });
    expect(answer).toMatchObject({ status: 200, body: { detail: expect.any(String), user_id: body.user_id } });
    expect((await login(email)).status).toBe(200);
    expect((await call('PATCH', '/api/users/approve', { token: root.token, body })).status).toBe(200);
  });

  it('keeps approval and bans to admins, and refuses ids of nobody', async () => {
    for (const path of ['approve', 'ban', 'unban']) {
      const body = { user_id: ann.id };
      expectProblem(await call('PATCH', `/api/users/${path}`, { token: coach.token, body }), 403);
      expectProblem(await call('PATCH', `/api/users/${path}`, { body }), 401);
      expectProblem(
        await call('PATCH', `/api/users/${path}`, { token: root.token, body: { user_id: 999999999 } }),
        404,
      );
      for (const user_id of ['1', 1.5, -1, null, 1e20]) {
        const answer = await call('PATCH', `/api/users/${path}`, { token: root.token, body: { user_id } });
        expectProblem(answer, 400);
        expect(answer.body.errors[0].pointer).toBe('#/user_id');
      }
    }
  });

  it('bans somebody, who cannot log in, and takes the ban back', async () => {
    const bob = await member('Bob');
    const body = { user_id: bob.id, reason: 'threw a dumbbell' };
    const banned = await call('PATCH', '/api/users/ban', { token: root.token, body });
    expect(banned).toMatchObject({ status: 200, body: { detail: expect.any(String), user_id: bob.id } });
    const refused = await login(bob.email);
    expectProblem(refused, 403);
    expect(refused.body.detail).toMatch(/ban/i);
    expect((await call('PATCH', '/api/users/unban', { token: root.token, body: { user_id: bob.id } })).status).toBe(
      200,
    );
    expect((await login(bob.email)).status).toBe(200);
  });

  it('deletes a user together with the login', async () => {
    const eve = await member('Eve');
    expectProblem(await call('DELETE', `/api/users/${eve.id}`, { token: coach.token }), 403);
    const answer = await call('DELETE', `/api/users/${eve.id}`, { token: root.token });
    expect(answer).toMatchObject({ status: 200, body: { detail: expect.any(String) } });
    expectProblem(await login(eve.email), 401);
    expectProblem(await call('GET', `/api/users/${eve.id}`, { token: coach.token }), 404);
    expectProblem(await call('DELETE', `/api/users/${eve.id}`, { token: root.token }), 404);
  });

  it('protects the root admin from bans and deletion', async () => {
    expectProblem(await call('PATCH', '/api/users/ban', { token: root.token, body: { user_id: root.id } }), 403);
    expectProblem(await call('DELETE', `/api/users/${root.id}`, { token: root.token }), 403);
  });
});
