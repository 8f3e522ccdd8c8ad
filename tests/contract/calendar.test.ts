import { admin, call, member, until, type Person } from '../support/gateway.js';
import { stackLogs } from '../support/logs.js';

let ann: Person;
let root: Person;
beforeAll(async () => {
  [ann, root] = [await member('Ann'), await admin()];
});

test('a secret address shows its person’s calendar without a login, is in no log and no cache, and ends with a ban', async () => {
  const fields = { name: 'For members', start_date: '2030-05-01T09:00:00Z', visibility: 'members' };
  const { tournament } = (await call('POST', '/api/tournaments', { token: root.token, body: fields })).body;
  const participants = [{ name: 'Ann', user_id: ann.id }];
  const entered = await call('PUT', `/api/tournaments/${tournament.id}/participants`, {
    token: root.token,
    body: { participants },
  });
  expect(entered.status).toBe(200);
  const made = await call('POST', '/api/tournaments/calendar-address', { token: ann.token });
  expect(made.status).toBe(201);
  expect(made.headers.get('cache-control')).toBe('no-store');
  const other = await member('Bob');
  const others = (await call('POST', '/api/tournaments/calendar-address', { token: other.token })).body.path;
  const answers = await Promise.all([made.body.path, others, made.body.path, others].map((path) => call('GET', path)));
  expect(answers.map(({ status, body }) => [status, body.includes('SUMMARY:For members')])).toEqual([
    [200, true],
    [200, false],
    [200, true],
    [200, false],
  ]);
  for (const { headers } of answers) {
    expect(headers.get('cache-status')).toBeNull();
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  }
  await until('the requests to be in the logs', () =>
    Promise.resolve(stackLogs().includes('/api/public/calendar.ics')),
  );
  for (const path of [made.body.path, others]) expect(stackLogs()).not.toContain(path.split('secret=')[1]);

  const body = { user_id: ann.id, reason: 'Spoils the fun.' };
  expect((await call('PATCH', '/api/users/ban', { token: root.token, body })).status).toBe(200);
  await until('the address to end', async () => (await call('GET', made.body.path)).status === 404);
  expect((await call('GET', others)).status).toBe(200);
});
