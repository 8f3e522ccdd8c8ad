import { randomUUID } from 'node:crypto';
import { admin, call, expectProblem, newEmail, password, trainer, type Person } from '../support/gateway.js';

const start_date = '2027-05-01T09:00:00+02:00';

describe('a request that is sent again with its Idempotency-Key', () => {
  let root: Person;
  let coach: Person;
  beforeAll(async () => {
    root = await admin();
    coach = await trainer(root);
  });

  const keyed = (key: string): Record<string, string> => ({ 'idempotency-key': key });

  it('creates one tournament, and gets the first answer again', async () => {
    const headers = keyed(randomUUID());
    const name = `Once ${randomUUID()}`;
    const create = (path: string) =>
      call('POST', path, { token: coach.token, headers, body: { name, start_date, max_participants: 4 } });
    const [first, ...others] = await Promise.all(
      ['/api/tournaments/', '/api/tournaments', '/api/tournaments/'].map(create),
    );
    expect(first?.status).toBe(201);
    for (const answer of [...others, await create('/api/tournaments')]) {
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 201, body: first?.body });
    }
    expect((await create('/api/tournaments')).headers.get('idempotency-replayed')).toBe('true');
    const list = await call('GET', '/api/tournaments?limit=100', { token: coach.token });
    const tournaments: { name: string }[] = list.body.items ?? list.body.tournaments;
    expect(tournaments.filter((item) => item.name === name)).toHaveLength(1);
  });

  it('is refused with another body, and by a key that is none', async () => {
    const headers = keyed(randomUUID());
    const create = (name: string) =>
      call('POST', '/api/tournaments', { token: coach.token, headers, body: { name, start_date } });
    expect((await create('One')).status).toBe(201);
    expectProblem(await create('Two'), 422);
    const body = { name: 'Three', start_date };
    const unnamed = await call('POST', '/api/tournaments', { token: coach.token, headers: keyed('a b'), body });
    expectProblem(unnamed, 400);
  });

  it('registers once, and the second answer is not that the address is taken', async () => {
    const body = { email: newEmail(), password, full_name: 'Ann Once' };
    const register = () => call('POST', '/api/auth/register', { headers: keyed(body.email), body });
    const first = await register();
    const again = await register();
    expect(first.status).toBe(201);
    expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: first.body });
    expectProblem(await call('POST', '/api/auth/register', { body }), 409);
  });

  it('deletes once, and is not told that there is nothing to delete', async () => {
    const created = await call('POST', '/api/tournaments', { token: coach.token, body: { name: 'Short', start_date } });
    const remove = (headers = {}) =>
      call('DELETE', `/api/tournaments/${created.body.tournament.id}`, { token: coach.token, headers });
    const headers = keyed(randomUUID());
    expect((await remove(headers)).status).toBe(200);
    expect((await remove(headers)).status).toBe(200);
    expectProblem(await remove(), 404);
  });

  it('lets a decision about a person hold at once', async () => {
    const body = { email: newEmail(), password, full_name: 'Bob Banned' };
    await call('POST', '/api/auth/register', { body, headers: keyed(randomUUID()) });
    const { id } = (await call('POST', '/api/auth/login', { body })).body.user;
    const ban = await call('PATCH', '/api/users/ban', {
      token: root.token,
      headers: keyed(randomUUID()),
      body: { user_id: id },
    });
    expect(ban.status).toBe(200);
    expectProblem(await call('POST', '/api/auth/login', { body }), 403);
  });

  it('sends a message once, and gets a new token from every login', async () => {
    const headers = keyed(randomUUID());
    const send = () =>
      call('POST', '/api/notifications/send', { token: coach.token, headers, body: { message: 'hello', user_id: 1 } });
    expect((await send()).headers.get('idempotency-replayed')).toBeNull();
    expect((await send()).headers.get('idempotency-replayed')).toBe('true');
    const credentials = { email: coach.email, password };
    const login = await call('POST', '/api/auth/login', { headers, body: credentials });
    expect(login.status).toBe(200);
    expect(login.headers.get('idempotency-replayed')).toBeNull();
    const other = await call('POST', '/api/auth/login', { headers, body: { ...credentials, password: 'wrong' } });
    expectProblem(other, 401);
  });

  it('is described in the document of the platform', async () => {
    const document = await call('GET', '/openapi.json');
    const create = document.body.paths['/api/tournaments'].post;
    expect(create.parameters).toContainEqual(expect.objectContaining({ name: 'idempotency-key', in: 'header' }));
    expect(document.body.paths['/api/auth/login'].post.parameters ?? []).toEqual([]);
  });
});
