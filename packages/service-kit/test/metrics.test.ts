import { register } from 'prom-client';
import { defineGauge } from '../src/metrics/gauge.js';
import { observeRequest } from '../src/metrics/requests.js';

test('requests are counted by pattern and class of status, whatever verbs clients make up', async () => {
  observeRequest('GET', '/api/users/:id', 200, 0.003);
  observeRequest('GET', '/api/users/:id', 204, 0.2);
  observeRequest('GET', '/api/users/:id', 404, 0.2);
  for (const verb of ['HACK', '\n', 'get']) observeRequest(verb, 'unmatched', 400, 0.001);
  const text = await register.getSingleMetricAsString('http_server_request_duration_seconds');
  const counts = text.split('\n').filter((line) => line.includes('_count{'));
  expect(counts.map((line) => line.replace(/^.*_count/, ''))).toEqual([
    '{method="GET",route="/api/users/:id",status="2xx"} 2',
    '{method="GET",route="/api/users/:id",status="4xx"} 1',
    '{method="other",route="unmatched",status="4xx"} 3',
  ]);
  expect(text).toContain('le="0.005",method="GET",route="/api/users/:id",status="2xx"} 1');
});

test('a gauge shows what is true when it is asked, and nothing of what is gone', async () => {
  let sources: [string, number][] = [
    ['a', 1],
    ['b', 2],
  ];
  defineGauge('test_position', 'x', ['source'], () => sources.map(([source, value]) => [{ source }, value]));
  expect(await register.getSingleMetricAsString('test_position')).toContain('test_position{source="b"} 2');
  sources = [['a', 5]];
  const text = await register.getSingleMetricAsString('test_position');
  expect(text).toContain('test_position{source="a"} 5');
  expect(text).not.toContain('"b"');
});

test('a figure that cannot be read is missing, and takes no other with it', async () => {
  defineGauge('test_broken', 'x', [], () => Promise.reject(new Error('the database is away')));
  defineGauge('test_whole', 'x', [], () => [[{}, 7]]);
  const text = await register.metrics();
  expect(text).toMatch(/^test_whole 7$/m);
  expect(text).not.toMatch(/^test_broken /m);
});
