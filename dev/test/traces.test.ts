import { request } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { serveTraces } from '../src/traces/trace-server.js';
import { TraceStore } from '../src/traces/trace-store.js';
import { traceTree } from '../src/traces/trace-tree.js';
import { zipkinSpan, type ZipkinSpan } from '../src/traces/zipkin-span.js';

let lastId = 0;
function span(traceId: string, fields: Partial<ZipkinSpan> = {}): ZipkinSpan {
  lastId += 1;
  const id = lastId.toString(16).padStart(16, '0');
  return zipkinSpan.parse({ traceId: traceId.repeat(32).slice(0, 32), id, timestamp: 1_000_000 + lastId, ...fields });
}

describe('the store', () => {
  test('finds a trace by its own id and by that of its request, the last one of a client that repeats itself', () => {
    const store = new TraceStore();
    const tags = { 'gym.request_id': 'again' };
    const [first, second] = [span('a', { tags }), span('b', { tags })];
    store.add([first, second, span('b')]);
    expect(store.find(first.traceId)).toEqual([first]);
    expect(store.find('again')).toHaveLength(2);
    expect(store.find('again')[0]).toBe(second);
    expect(store.find('nobody')).toEqual([]);
  });

  test('forgets whole traces, the oldest first, and never holds more than its limit', () => {
    const store = new TraceStore(10);
    for (const trace of ['a', 'b', 'c', 'd']) store.add([span(trace), span(trace), span(trace)]);
    expect(store.find('a'.repeat(32))).toEqual([]);
    for (const trace of ['b', 'c', 'd']) expect(store.find(trace.repeat(32))).toHaveLength(3);
  });

  test('one endless trace does not fill it', () => {
    const store = new TraceStore();
    store.add(Array.from({ length: 3000 }, () => span('a')));
    expect(store.find('a'.repeat(32))).toHaveLength(2000);
  });

  test('lists the last traces by their first span, the newest first', () => {
    const store = new TraceStore();
    const [a, b] = [span('a'), span('b')];
    store.add([span('a', { timestamp: 2_000_000 }), a, b]);
    expect(store.latest(5)).toEqual([b, a]);
    expect(store.latest(1)).toEqual([b]);
  });
});

describe('the receiver', () => {
  const store = new TraceStore();
  let server: Server;
  beforeAll(async () => {
    server = await serveTraces(store, 0);
  });
  afterAll(() => void server.close());

  function post(body: string, path = '/api/v2/spans'): Promise<number | undefined> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  test('takes spans as sidecars send them, and more fields than it knows', async () => {
    const sent = { ...span('e', { name: 'get' }), shared: true, remoteEndpoint: { ipv4: '127.0.0.1' } };
    expect(await post(JSON.stringify([sent]))).toBe(202);
    expect(store.find('e'.repeat(32))).toMatchObject([{ name: 'get' }]);
  });

  test('refuses what is no list of spans, and other addresses', async () => {
    expect(await post('no json')).toBe(400);
    expect(await post(JSON.stringify([{ traceId: '../..', id: '1' }]))).toBe(400);
    expect(await post('[]', '/view')).toBe(404);
  });
});

test('a tree has children below what they follow from, in the order of their beginning', () => {
  const root = span('f', { name: 'GET /a', duration: 5000, localEndpoint: { serviceName: 'gateway' } });
  const late = span('f', { name: 'late', parentId: root.id, timestamp: root.timestamp + 3000 });
  const early = span('f', { name: 'early', parentId: root.id, tags: { error: 'broken' } });
  const leaf = span('f', { name: 'leaf', parentId: early.id });
  const lines = traceTree([late, leaf, early, root]).split('\n').slice(4);
  expect(lines.map((line) => line.split(' ms  ')[2])).toEqual([
    'gateway  GET /a',
    '           early  error: broken',
    '             leaf',
    '           late',
  ]);
  expect(lines[3]).toMatch(/^ +3\.0 ms/);
});

test('a span whose parent is not known stands by itself, and nothing in a name reaches the terminal', () => {
  const tree = traceTree([span('f', { name: '\u001B[2Jgone\n', parentId: 'f'.repeat(16) })]);
  expect(tree).toContain('[2Jgone');
  expect(tree).not.toContain('\u001B');
});
