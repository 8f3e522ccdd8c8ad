import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import * as fc from 'fast-check';
import { createCors } from '../src/proxy/cors.js';
import { requestHeaders } from '../src/proxy/request-headers.js';
import { responseHeaders } from '../src/proxy/response-headers.js';
import { routeOf } from '../src/proxy/routes.js';

const hop = { appId: 'user-service', requestId: 'id-1', traceparent: '00-0-0-01' };

function sent(headers: IncomingHttpHeaders, trustedProxies = 0): Record<string, string> {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '10.0.0.1' });
  const req = new IncomingMessage(socket);
  Object.assign(req.headers, headers);
  return pairs(requestHeaders(req, hop, { daprApiToken: 'token', trustedProxies }));
}

function pairs(list: string[]): Record<string, string> {
  return Object.fromEntries(list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1] ?? '']] : [])));
}

describe('headers to a service', () => {
  test('hold the gateway’s own values whatever the client sends', () => {
    const names = fc.constantFrom('dapr-app-id', 'dapr-api-token', 'x-gym-service', 'x-forwarded-for', 'traceparent');
    const others = fc.constantFrom('dapr-caller-app-id', 'cookie', 'connection', 'forwarded', 'te', 'x-request-id');
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(names, others), fc.string()), (forged) => {
        const headers = sent({ ...forged, host: 'gym.test' });
        expect(headers).toMatchObject({
          'dapr-app-id': 'user-service',
          'dapr-api-token': 'token',
          'x-request-id': 'id-1',
        });
        for (const name of ['dapr-caller-app-id', 'cookie', 'connection', 'forwarded', 'te', 'x-gym-service']) {
          expect(headers[name]).toBeUndefined();
        }
      }),
    );
  });

  test('carry a bearer token, and no other credentials', () => {
    expect(sent({ authorization: 'Bearer a.b.c' })).toMatchObject({ authorization: 'Bearer a.b.c' });
    for (const authorization of ['Basic abc', 'basic abc', ' Basic abc', 'Digest x', 'Bearer']) {
      expect(sent({ authorization })['authorization']).toBeUndefined();
    }
  });

  test('name the client’s address as the trusted proxies saw it', () => {
    const headers = { 'x-forwarded-for': 'forged, 203.0.113.7', 'x-forwarded-proto': 'https' };
    expect(sent(headers)).toMatchObject({ 'x-forwarded-for': '10.0.0.1', 'x-forwarded-proto': 'http' });
    expect(sent(headers, 1)).toMatchObject({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
  });
});

describe('headers to a client', () => {
  test('hold several values, and nothing that is between us and the service', () => {
    const list = responseHeaders(
      {
        'set-cookie': ['a=1', 'b=2'],
        etag: '"1"',
        connection: 'x',
        'x-gym-service': 'a',
        'dapr-x': '1',
        'content-length': '5',
      },
      ['x-request-id', 'id-1'],
    );
    expect(list.join(' ')).toBe(
      'x-request-id id-1 set-cookie a=1 set-cookie b=2 etag "1" cache-control private, no-cache',
    );
  });
});

test('only listed origins are told that they may read', () => {
  const cors = createCors(['http://app.test']);
  expect(pairs(cors.headersFor('http://app.test'))).toMatchObject({ 'access-control-allow-origin': 'http://app.test' });
  for (const origin of ['null', 'http://app.test.evil', 'https://app.test', undefined]) {
    expect(cors.headersFor(origin)).toEqual(['vary', 'Origin']);
  }
  expect(() => cors.preflight('null')).toThrow(expect.objectContaining({ status: 403 }));
});

test('a path belongs to the name below /api, and to no other', () => {
  const routes = new Map([['users', 1]]);
  expect([routeOf(routes, '/api/users'), routeOf(routes, '/api/users/1')]).toEqual([1, 1]);
  for (const path of [
    '/api',
    '/api/',
    '/api/user',
    '/api/users2',
    '/api/constructor',
    '/internal/users',
    '/x/api/users',
  ]) {
    expect(() => routeOf(routes, path)).toThrow(expect.objectContaining({ status: 404 }));
  }
});
