import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { admin, call, until } from '../support/gateway.js';

/** A command of `dev.sh` about the running stack. */
function dev(...args: string[]): { code: number | null; out: string; said: string } {
  const env = { ...process.env, GYM_HOME: process.env['GYM_TEST_HOME'] ?? '' };
  const done = spawnSync(process.execPath, [join(CHECKOUT, 'dev/dist/main.js'), ...args], { env, encoding: 'utf8' });
  return { code: done.status, out: done.stdout, said: done.stderr };
}

const requestId = `command-${randomUUID()}`;

beforeAll(async () => {
  const root = await admin();
  await call('GET', '/api/users/me', { token: root.token, headers: { 'x-request-id': requestId } });
  await until('the request is known', async () => dev('trace', requestId).out.includes('GET /api/users/me'));
});

test('a request is shown by its id, with who did what below what it follows from', () => {
  const { code, out } = dev('trace', requestId);
  expect(code).toBe(0);
  expect(out).toContain(`request ${requestId}`);
  expect(out).toMatch(/api-gateway +GET \/api\/users\/\*\* +200\n/);
  expect(out).toMatch(/user-service +GET \/api\/users\/me +200\n/);
  expect(out).toMatch(/user-service +select users/);
});

test('the last requests are listed, and each of them can be looked at', () => {
  const { code, out } = dev('trace');
  expect(code).toBe(0);
  expect(out).toContain(requestId);
});

test('who asks for what is not known is told what to do', () => {
  const { code, said } = dev('trace', 'nobody');
  expect(code).toBe(1);
  expect(said).toContain('Nothing is known of nobody');
  expect(said).toContain('./dev.sh trace lists what is there');
  expect(dev('trace', 'a', 'b')).toMatchObject({ code: 2, said: expect.stringContaining('unexpected argument b') });
});

test('the figures of one service or of all are shown', () => {
  const { code, out } = dev('metrics', 'user-service');
  expect(code).toBe(0);
  expect(out).toMatch(/^user-service-0\n +requests +[1-9]\d*, of which \d+ failed \(5xx\)\n +time of requests +p50 /);
  expect(out).toMatch(/events of others, position +auth-service \d+/);
  expect(dev('metrics').out).toMatch(/^notification-service-0$/m);
  expect(dev('metrics', 'user-servic')).toMatchObject({
    code: 1,
    said: expect.stringContaining('There is no user-servic. Did you mean user-service'),
  });
});
