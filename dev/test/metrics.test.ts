import * as fc from 'fast-check';
import { figureRows } from '../src/metrics/figures.js';
import type { Value } from '../src/metrics/read-metrics.js';
import { quantile } from '../src/metrics/quantile.js';

const limits = [0.01, 0.1, 1, Infinity];
const bucketsOf = (times: readonly number[]) =>
  limits.map((limit) => ({ limit, count: times.filter((time) => time <= limit).length }));

test('a quantile of a histogram is in the bucket of the value at that rank', () => {
  const times = fc.array(fc.double({ min: 0.001, max: 5, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (observed, share) => {
      const found = quantile(bucketsOf(observed), share) ?? Number.NaN;
      const exact = observed.toSorted((a, b) => a - b)[Math.ceil(share * observed.length - 1e-9) - 1] ?? 0;
      const index = limits.findIndex((limit) => exact <= limit);
      const from = limits[index - 1] ?? 0;
      // Beyond the last finite limit that limit is the answer.
      const to = limits[index] === Infinity ? from : limits[index];
      expect(found).toBeGreaterThanOrEqual(from);
      expect(found).toBeLessThanOrEqual(to ?? 0);
    }),
  );
});

test('nothing observed has no quantile', () => {
  expect(quantile(bucketsOf([]), 0.5)).toBeUndefined();
  expect(quantile([], 0.5)).toBeUndefined();
});

test('figures leave out what sidecars ask for all the time, and what a service does not have', () => {
  const name = 'http_server_request_duration_seconds';
  const series = (route: string, status: string, count: number) => {
    const labels = { method: 'GET', route, status };
    const bucket = (le: string) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: count });
    return [bucket('0.1'), bucket('+Inf'), { metricName: `${name}_count`, labels, value: count }];
  };
  const requests = [...series('/healthz', '2xx', 900), ...series('/a', '2xx', 9), ...series('/a', '5xx', 1)];
  const sockets = [{ labels: { holder: 'person' }, value: 3 }];
  expect(
    figureRows(
      new Map<string, Value[]>([
        [name, requests],
        ['gym_sockets', sockets],
      ]),
    ),
  ).toEqual([
    ['requests', '10, of which 1 failed (5xx)'],
    ['time of requests', 'p50 50 ms  p95 95 ms  p99 99 ms'],
    ['sockets', 'person 3'],
  ]);
});
