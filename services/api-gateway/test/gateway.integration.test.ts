import { request as httpRequest } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseConfig, Service } from '@gym/service-kit';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import type { Config } from '../src/config.js';
import { createService } from '../src/service.js';
import { get, rawRequest } from './raw-http.js';
import { createUpstream, type Seen } from './upstream.js';

const mebibyte = 1_048_576;
const origin = 'http://app.test:3000';
const seen: Seen = { requests: 0, aborted: 0 };
let environment: TestEnvironment;
let upstream: Service;
let gateway: TestService;

beforeAll(async () => {
  environment = await startEnvironment();
  const create = (config: BaseConfig): Service => (upstream = createUpstream(seen)(config));
  await startTestService('user-service', create, { environment });
  const webRoot = join(environment.folder, 'web');
  await mkdir(join(webRoot, 'assets'), { recursive: true });
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Gym</title>');
  await writeFile(join(webRoot, 'assets', 'app-3f9a1c0b.js'), '');
  gateway = await startTestService('api-gateway', createService, {
    environment,
    settings: {
      GATEWAY_ROUTES: new Map([
        ['users', 'user-service'],
        ['tournaments', 'tournament-service'],
      ]),
      CORS_ORIGINS: [origin],
      UPSTREAM_TIMEOUT_MS: 1500,
      TRUSTED_PROXIES: 0,
      OTEL_TRACES_SAMPLER_ARG: 1,
      PUBLIC_WS_URL: 'ws://localhost:8004/ws',
      WEB_ROOT: webRoot,
    } satisfies Omit<Config, keyof BaseConfig>,
  });
  await eventually(
    'the first answer through both sidecars',
    async () => (await call('/api/users/echo')).status === 200,
  );
});

afterAll(async () => {
  await gateway?.stop();
  await environment?.stop();
});

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${gateway.port}${path}`, init);
}

async function problem(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ status: response.status, request_id: response.headers.get('x-request-id') });
  expect(typeof body['detail']).toBe('string');
  return body;
}

describe('a forwarded request', () => {
  test('reaches the service with its query, and the answer comes back with the id of the request', async () => {
    const response = await call('/api/users/echo?limit=5&q=a%20b', { headers: { 'x-request-id': 'my-id.1' } });
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ method: 'GET', url: '/api/users/echo?limit=5&q=a%20b', bytes: 0 });
    expect(body['headers']).toMatchObject({ 'x-request-id': 'my-id.1' });
    expect(response.headers.get('x-request-id')).toBe('my-id.1');
    expect(response.headers.get('content-length')).not.toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('works with a slash at the end, as old clients send it', async () => {
    expect((await call('/api/users/echo/')).status).toBe(200);
  });

  test('gets an id of our own instead of one that could forge log lines', async () => {
    const response = await call('/api/users/echo', { headers: { 'x-request-id': 'a b' } });
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'POST'])('carries the body of a %s', async (method) => {
    const response = await call('/api/users/echo', { method, body: 'x'.repeat(1000) });
    expect(await response.json()).toMatchObject({ method, bytes: 1000 });
  });

  test('is sent once when repeating it could do harm, and may be repeated by the sidecar otherwise', async () => {
    const send = async (method: string, headers: Record<string, string> = {}): Promise<Record<string, string>> => {
      const response = await call('/api/users/echo', { method, body: '{}', headers });
      return ((await response.json()) as { headers: Record<string, string> }).headers;
    };
    expect(await send('POST')).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(await send('POST', { 'idempotency-key': 'k-1' })).toMatchObject({ 'content-length': '2' });
    expect(await send('PUT')).toMatchObject({ 'content-length': '2' });
  });

  test('without a body arrives without one', async () => {
    const response = await call('/api/users/echo', { method: 'POST' });
    const body = (await response.json()) as { bytes: number; headers: Record<string, string> };
    expect(body.bytes).toBe(0);
    expect(body.headers['content-type']).toBeUndefined();
  });

  test('uploads in chunks', async () => {
    const answer = await upload(16, 60_000);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ bytes: 16 * 60_000 });
  });

  test('answers HEAD with the headers alone', async () => {
    const response = await call('/api/users/versioned', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"v1"');
    expect(await response.text()).toBe('');
  });

  test('answers 304 when the client has the version, and 204 without a body', async () => {
    const response = await call('/api/users/versioned', { headers: { 'if-none-match': '"v1"' } });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe('"v1"');
    expect((await call('/api/users/nothing')).status).toBe(204);
  });

  test('gets the headers that are for clients, and none that are not', async () => {
    const { headers } = await call('/api/users/odd-headers');
    expect(headers.get('link')).toBe('</api/users?page=2>; rel="next"');
    expect(headers.get('x-kept')).toBe('1');
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    for (const name of ['x-gym-service', 'dapr-secret', 'x-forwarded-secret', 'x-powered-by']) {
      expect(headers.get(name)).toBeNull();
    }
  });

  test('streams a large answer without keeping it in memory', async () => {
    const bytes = 64 * mebibyte;
    const response = await call(`/api/users/large?bytes=${bytes}`);
    let received = 0;
    for await (const chunk of response.body ?? []) received += chunk.length;
    expect(received).toBe(bytes);
  });

  test('that ends in the middle breaks the connection, so that nobody takes a half for the whole', async () => {
    await expect(call('/api/users/half').then((response) => response.text())).rejects.toThrow('fetch failed');
  });

  test('ends at the service when the client goes away', async () => {
    const before = seen.aborted;
    const controller = new AbortController();
    const answer = call('/api/users/hang', { signal: controller.signal }).catch(() => 'aborted');
    setTimeout(() => controller.abort(), 200);
    expect(await answer).toBe('aborted');
    await eventually('the service hears of it', () => Promise.resolve(seen.aborted > before), 1000);
  });
});

describe('a refusal', () => {
  test('is 413 for a body whose length is too large, before any of it is forwarded', async () => {
    const before = seen.requests;
    const response = await call('/api/users/echo', { method: 'POST', body: 'x'.repeat(10 * mebibyte) });
    expect(response.status).toBe(413);
    expect(await problem(response)).toMatchObject({ type: '/problems/too-large' });
    expect(seen.requests).toBe(before);
    expect((await call('/api/users/echo', { method: 'POST', body: 'x'.repeat(mebibyte) })).status).toBe(200);
  });

  test('is 413 for a chunked body that grows too large', async () => {
    const answer = await upload(40, 60_000);
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ type: '/problems/too-large' });
  });

  test('is 504 when the service does not answer in time', async () => {
    const response = await call('/api/users/hang');
    expect(response.status).toBe(504);
    expect(await problem(response)).toMatchObject({ type: '/problems/upstream-timeout' });
  });

  test('is 503 with Retry-After when nobody is there, without a word of the sidecar', async () => {
    const response = await call('/api/tournaments');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(await problem(response))).not.toMatch(/ERR_|dapr|invoke/i);
  });

  test('of the service passes through: its own 500 is a 500', async () => {
    const response = await call('/api/users/boom');
    expect(response.status).toBe(500);
    expect(JSON.stringify(await problem(response))).not.toContain('swordfish');
  });

  test('is 404 for an unknown name and 405 with Allow for a verb nobody knows', async () => {
    for (const path of ['/api/unknown', '/api', '/api/', '/api/users-evil/1', '/nothing-here', '/v1.0/metadata']) {
      const response = await call(path);
      expect([path, response.status]).toEqual([path, 404]);
      await problem(response);
    }
    const answer = await rawRequest(gateway.port, get('/api/users/echo').replace('GET', 'PROPFIND'));
    expect(answer).toMatch(/^HTTP\/1.1 405 /);
    expect(answer).toContain('allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  });

  test('is a problem also when the request is no HTTP', async () => {
    expect(await rawRequest(gateway.port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*problem\+json/);
    const headers = [`x-long: ${'x'.repeat(20_000)}`];
    expect(await rawRequest(gateway.port, get('/api/users/echo', headers))).toMatch(/^HTTP\/1.1 431 [^]*problem\+json/);
  });

  test('meets a GET with a body and a body in an unknown encoding', async () => {
    const withBody = get('/api/users/echo', ['content-length: 2']) + '{}';
    expect(await rawRequest(gateway.port, withBody)).toMatch(/^HTTP\/1.1 400 /);
    const response = await call('/api/users/echo', {
      method: 'POST',
      body: '{}',
      headers: { 'content-encoding': 'gzip' },
    });
    expect(response.status).toBe(415);
  });
});

describe('an attack', () => {
  it('that asks for the request to be recorded is not heard, though its trace goes on', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01`, 'x-b3-sampled': '1', 'x-b3-flags': '1' };
    const { headers: received } = (await (await call('/api/users/echo', { headers })).json()) as {
      headers: Record<string, string>;
    };
    expect(received['traceparent']).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`));
    expect(Object.keys(received).filter((name) => name.startsWith('x-b3'))).toEqual([]);
  });

  test.each([
    ['dapr-app-id: http://127.0.0.1:1/'],
    ['dapr-app-id: auth-service'],
    [`authorization: Basic ${Buffer.from('dapr-app-id:auth-service').toString('base64')}`],
    [`authorization: basic ${Buffer.from('dapr-app-id:auth-service').toString('base64')}`],
  ])('cannot choose the target with "%s"', async (header) => {
    const answer = await rawRequest(gateway.port, get('/api/users/echo', [header]));
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    const body = answer.slice(answer.indexOf('{'));
    expect(body).toContain('"dapr-callee-app-id":"user-service"');
    expect(body).not.toMatch(/auth-service|"authorization"/);
  });

  test('cannot smuggle headers that services believe', async () => {
    const response = await call('/api/users/echo', {
      headers: {
        'dapr-caller-app-id': 'auth-service',
        'dapr-api-token': 'guess',
        'x-forwarded-for': '1.2.3.4',
        'x-gym-service': 'user-service',
        cookie: 'a=1',
      },
    });
    const { headers } = (await response.json()) as { headers: Record<string, string> };
    expect(headers['dapr-caller-app-id']).toBe('api-gateway');
    expect(headers['x-forwarded-for']).toMatch(/^127\.0\.0\.1/);
    expect(headers['x-gym-service'] ?? headers['cookie']).toBeUndefined();
  });

  test.each([
    '/internal/secret',
    '/api/users/../../internal/secret',
    '/api/users/%2e%2e/%2e%2e/internal/secret',
    '/api/users/..%2f..%2finternal/secret',
    '/api/users//internal/secret',
    '/api/../internal/secret',
    '/v1.0/metadata',
    '/v1.0/invoke/user-service/method/internal/secret',
    '/api/users/../../v1.0/metadata',
    '/api/users/%2e%2e%5c..',
    '/api/users/a%00b',
    '/api/users/a%1fb',
    '/api/users/a%23b',
    '/api/users/a%3fb',
    '/api/users/a%252fb',
    '/api/users/%ff',
    '/api/users/é',
    '/api/users/a\\b',
    'http://127.0.0.1/api/users/echo',
    '*',
  ])('reaches nothing at %s', async (target) => {
    const before = seen.requests;
    const answer = await rawRequest(gateway.port, get(target));
    expect(answer).toMatch(/^HTTP\/1.1 (400|404) [^]*problem\+json/);
    expect(seen.requests).toBe(before);
  });
});

describe('pages of other origins', () => {
  test('may use the API when they are on the list', async () => {
    const response = await call('/api/users/echo', { headers: { origin } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect(response.headers.get('vary')).toContain('Origin');
    const preflight = await call('/api/users/echo', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  test('read refusals too, and others read nothing', async () => {
    const refused = await call('/api/unknown', { headers: { origin } });
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    const other = await call('/api/users/echo', { headers: { origin: 'http://evil.test' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const headers = { origin: 'http://evil.test', 'access-control-request-method': 'GET' };
    expect((await call('/api/users/echo', { method: 'OPTIONS', headers })).status).toBe(403);
  });
});

describe('what the gateway itself serves', () => {
  test('the browser application under a strict policy, revalidated at every load', async () => {
    const response = await call('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self' ws://localhost:8004;");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    const etag = response.headers.get('etag') ?? '';
    // fetch would add "cache-control: no-cache" to a conditional request.
    expect(await rawRequest(gateway.port, get('/', [`if-none-match: ${etag}`]))).toMatch(/^HTTP\/1.1 304 /);
    expect((await call('/assets/app-3f9a1c0b.js')).headers.get('cache-control')).toContain('immutable');
  });

  test('a 405 for other verbs on pages', async () => {
    const response = await call('/', { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('a description of the API that says which service is missing', async () => {
    const response = await call('/openapi.json');
    const document = (await response.json()) as { openapi: string; info: { description: string } };
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.description).toContain('tournament-service did not answer');
  });

  test('a page that shows it', async () => {
    const response = await call('/docs');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('docs.js');
    expect((await call('/docs/docs.js')).status).toBe(200);
  });

  test('its health; it is ready while a service is down, and says which', async () => {
    expect(await (await call('/healthz')).json()).toEqual({ status: 'ok', service: 'api-gateway' });
    const ready = await call('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      dependencies: { sidecar: 'ok' },
      others: { 'user-service': 'ok', 'tournament-service': expect.stringContaining('cannot be reached') },
    });
  });
});

/** fetch of Node cannot send chunks without HTTP/2-like `duplex`, and hides early answers. */
function upload(chunks: number, size: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { port: gateway.port, path: '/api/users/echo', method: 'POST' };
    const req = httpRequest(options, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
    });
    req.on('error', reject);
    for (let i = 0; i < chunks; i += 1) req.write(Buffer.alloc(size));
    req.end();
  });
}

// Last, because it takes the upstream away.
describe('a service that is killed', () => {
  test('is answered for with 503 and Retry-After, for reads and writes', async () => {
    await upstream.stop();
    for (const method of ['GET', 'POST']) {
      const response = await call('/api/users/echo', { method });
      expect([method, response.status]).toEqual([method, 503]);
      expect(response.headers.get('retry-after')).toBe('2');
      await problem(response);
    }
  });
});
