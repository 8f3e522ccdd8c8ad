import {
  admin,
  call,
  expectProblem,
  idOf,
  login,
  member,
  newEmail,
  password,
  register,
  type Person,
} from '../support/gateway.js';

describe('auth', () => {
  let root: Person;
  beforeAll(async () => {
    root = await admin();
  });

  it('says that it is healthy', async () => {
    const answer = await call('GET', '/api/auth/health');
    expect(answer).toMatchObject({ status: 200, body: { status: 'healthy', service: 'auth-service' } });
  });

  describe('register', () => {
    it.each([
      ['member', 'member', true],
      ['trainer', 'trainer', false],
      ['admin', 'member', true],
      [undefined, 'member', true],
    ])('registers the role %s as %s, approved: %s', async (role, stored, approved) => {
      const email = newEmail();
      const answer = await call('POST', '/api/auth/register', { body: { email, password, full_name: 'Ann', role } });
      expect(answer).toMatchObject({
        status: 201,
        body: { detail: expect.any(String), user: { email, role: stored, is_approved: approved } },
      });
    });

    it('refuses an address that is taken, in whatever case it is written', async () => {
      const { email } = await register('member');
      for (const again of [email, email.toUpperCase()]) {
        const body = { email: again, password, full_name: 'Ann' };
        expectProblem(await call('POST', '/api/auth/register', { body }), 409);
      }
    });

    it('lets one of two simultaneous registrations of one address win', async () => {
      const body = { email: newEmail(), password, full_name: 'Ann' };
      const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/api/auth/register', { body })));
      expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    });

    it.each([
      ['email', 'not-an-address'],
      ['email', 42],
      ['email', null],
      ['password', 'short'],
      ['password', 12345678],
      ['password', 'x'.repeat(73)],
      ['password', 'nul\0nul\0nul'],
      ['full_name', ''],
      ['full_name', 'x'.repeat(10_000)],
      ['full_name', 'bell\u0007'],
      ['full_name', ['Ann']],
      ['role', 'owner'],
      ['role', 7],
    ])('refuses %s = %p and points at it', async (field, value) => {
      const body = { email: newEmail(), password, full_name: 'Ann', [field]: value };
      const answer = await call('POST', '/api/auth/register', { body });
      expectProblem(answer, 400);
      expect(answer.body.errors).toEqual([{ pointer: `#/${field}`, message: expect.any(String) }]);
    });
  });

  describe('login', () => {
    it('gives a token and who it is for', async () => {
      const { email } = await register('member');
      expect(await login(email)).toMatchObject({
        status: 200,
        body: {
          access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
          expires_in: 900,
          user: { id: expect.any(Number), email, role: 'member' },
        },
      });
    });

    it('does not tell an unknown address from a wrong password', async () => {
      const { email } = await register('member');
      const [wrong, unknown] = [await login(email, 'wrong password'), await login(newEmail())];
      expectProblem(wrong, 401);
      expectProblem(unknown, 401);
      expect(wrong.body.detail).toBe(unknown.body.detail);
    });

    it('says why a trainer cannot log in yet', async () => {
      const { email } = await register('trainer');
      const answer = await login(email);
      expectProblem(answer, 403);
      expect(answer.body.detail).toMatch(/approv/i);
    });

    it('refuses missing or wrong fields', async () => {
      for (const body of [{}, { email: 'a@gym.test' }, { email: 1, password }, { email: 'a@gym.test', password: [] }]) {
        expectProblem(await call('POST', '/api/auth/login', { body }), 400);
      }
    });
  });

  describe('validate', () => {
    it('tells the state of the account behind the token', async () => {
      const person = await member();
      const answer = await call('POST', '/api/auth/validate', { token: person.token });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          valid: true,
          user_id: person.id,
          email: person.email,
          role: 'member',
          is_active: true,
          is_approved: true,
          is_banned: false,
        },
      });
    });

    it.each([
      ['no token', undefined],
      ['a malformed token', 'abc'],
      ['a forged token', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA'],
      ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sZSI6ImFkbWluIn0.'],
    ])('refuses %s', async (_what, token) => {
      const answer = await call('POST', '/api/auth/validate', { token });
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });
  });

  describe('create_admin', () => {
    it('lets an admin make another admin, who can log in', async () => {
      const email = newEmail();
      const body = { email, password, full_name: 'Second Admin' };
      const answer = await call('POST', '/api/auth/create_admin', { token: root.token, body });
      expect(answer).toMatchObject({ status: 201, body: { user: { id: expect.any(Number), email, role: 'admin' } } });
      expect(await login(email)).toMatchObject({ status: 200, body: { user: { role: 'admin' } } });
      expectProblem(await call('POST', '/api/auth/create_admin', { token: root.token, body }), 409);
      expect(await idOf(root, email)).toBe(answer.body.user.id);
    });

    it('refuses everybody else', async () => {
      const body = { email: newEmail(), password, full_name: 'Eve' };
      expectProblem(await call('POST', '/api/auth/create_admin', { body }), 401);
      const { token } = await member();
      expectProblem(await call('POST', '/api/auth/create_admin', { token, body }), 403);
    });
  });
});
