import { request } from 'node:http';
import { admin, call, expectProblem, gatewayUrl, member, trainer, type Person } from '../support/gateway.js';

/** A request with a path that `fetch` would clean. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gatewayUrl);
    const call = request({ hostname, port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the gateway', () => {
  let coach: Person;
  let ann: Person;
  beforeAll(async () => {
    coach = await trainer(await admin());
    ann = await member();
  });

  it('says that it lives and is ready', async () => {
    expect(await call('GET', '/healthz')).toMatchObject({
      status: 200,
      body: { status: 'ok', service: 'api-gateway' },
    });
    expect((await call('GET', '/readyz')).status).toBe(200);
  });

  it('answers an unknown path with 404, a wrong verb with 405 and Allow', async () => {
    for (const path of ['/nothing', '/api', '/api/nothing', '/api/users/me/nothing', '/internal/events/users']) {
      expectProblem(await call('GET', path, { token: coach.token }), 404);
    }
    const answer = await call('DELETE', '/api/auth/login');
    expectProblem(answer, 405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['not JSON', '{"name": "x"', 'application/json', 400],
    ['a list of garbage', '\u0000\u0001', 'application/json', 400],
    ['another media type', 'name=x', 'application/x-www-form-urlencoded', 415],
    ['10 MB', JSON.stringify({ name: 'x'.repeat(10_000_000) }), 'application/json', 413],
    ['a bare number', '5', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
  ])('answers a body that is %s with its status', async (_what, body, type, status) => {
    for (const [path, token] of [
      ['/api/auth/login', undefined],
      ['/api/tournaments/', coach.token],
    ] as const) {
      expectProblem(await call('POST', path, { token, body, headers: { 'content-type': type } }), status);
    }
  });

  it('passes the request id of the client through, and makes one for every other request', async () => {
    const given = await call('GET', '/api/users/me', { token: ann.token, headers: { 'x-request-id': 'my-id-123' } });
    expect(given.headers.get('x-request-id')).toBe('my-id-123');
    const made = await call('GET', '/api/users/me', { headers: { 'x-request-id': 'bad id\t' } });
    expectProblem(made, 401);
    expect(made.body.request_id).toBe(made.headers.get('x-request-id'));
    expect(made.body.request_id).not.toMatch(/bad/);
  });

  it.each([
    '/api/users/%2e%2e/internal',
    '/api/users/..%2finternal',
    '/api/users/../../v1.0/metadata',
    '/api/users//me',
    '/api/users/a%00b',
    '/api/users/a%0ab',
    '/api/users/a%23b',
    '/api/users/a%3fb',
    '/api/users/a%25b',
    '/api/users/a%5cb',
    '/api/users/./me',
  ])('refuses the path %s before it reaches a service', async (path) => {
    const answer = await raw('GET', path, { authorization: `Bearer ${coach.token}` });
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).toMatch('"type":"/problems/');
  });

  it('does not let a client choose the service, or talk to the sidecar', async () => {
    for (const headers of [
      { 'dapr-app-id': 'auth-service' },
      { 'dapr-app-id': 'http://127.0.0.1:1' },
      { authorization: `Basic ${Buffer.from('dapr-app-id:auth-service').toString('base64')}` },
    ] as Record<string, string>[]) {
      const answer = await raw('GET', '/api/users/health', headers);
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('user-service') });
    }
    for (const path of ['/v1.0/metadata', '/v1.0/secrets/secretstore/bulk', '/dapr/subscribe', '/internal/frames']) {
      expect((await raw('GET', path, { 'dapr-app-id': 'auth-service' })).status).toBe(404);
    }
  });

  it('hides what only sidecars and services may see', async () => {
    const answer = await call('GET', '/api/users/health');
    for (const name of answer.headers.keys()) expect(name).not.toMatch(/^(dapr-|x-gym-service|x-powered-by|server$)/);
  });

  it('allows configured origins and no other', async () => {
    const origin = 'http://localhost:3000';
    const preflight = await call('OPTIONS', '/api/tournaments/', {
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
    const allowed = await call('GET', '/api/users/health', { headers: { origin } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
    const stranger = await call('GET', '/api/users/health', { headers: { origin: 'https://evil.example' } });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('documents every endpoint of the platform in one OpenAPI 3.1 document', async () => {
    const answer = await call('GET', '/openapi.json');
    expect(answer).toMatchObject({ status: 200, body: { openapi: expect.stringMatching(/^3\.1/) } });
    expect(Object.keys(answer.body.paths)).toEqual(
      expect.arrayContaining([
        '/api/auth/register',
        '/api/auth/login',
        '/api/users/me',
        '/api/users/ban',
        '/api/tournaments/{id}/generate-bracket',
        '/api/tournaments/{id}/bracket/{match_id}/result',
        '/api/notifications/ticket',
      ]),
    );
    expect(Object.keys(answer.body.paths).filter((path) => !path.startsWith('/api/'))).toEqual([]);
    const references = JSON.stringify(answer.body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of references) expect(Object.keys(answer.body.components.schemas)).toContain(name);
    expect((await call('GET', '/docs')).headers.get('content-type')).toMatch('text/html');
  });

  it('documents every event between the services in one AsyncAPI 3 document', async () => {
    const answer = await call('GET', '/asyncapi.json');
    expect(answer).toMatchObject({ status: 200, body: { asyncapi: '3.0.0' } });
    expect(answer.headers.get('content-type')).toMatch('application/json');
    expect(Object.keys(answer.body.channels)).toEqual(['accounts', 'users', 'tournaments', 'notifications']);
    expect(Object.keys(answer.body.channels.tournaments.messages)).toContain('gym.match.finished.v1');
    expect((await call('GET', '/docs/')).body).toContain('asyncapi.json');
  });

  it('serves the web application with a strict policy and working caching', async () => {
    const page = await call('GET', '/');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<html') });
    expect(page.headers.get('content-security-policy')).toMatch(/default-src '(none|self)'/);
    const etag = page.headers.get('etag') ?? '';
    // Not with fetch, which adds `cache-control: no-cache` to a conditional request.
    expect((await raw('GET', '/', { 'if-none-match': etag })).status).toBe(304);
  });
});
