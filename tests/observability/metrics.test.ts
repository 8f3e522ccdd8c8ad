import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, ensurePrometheus, readManifest } from '@gym/dev';
import { z } from 'zod';
import { admin, call, gatewayUrl, login, portOf, until } from '../support/gateway.js';
import { connectLive } from '../support/live.js';
import { expressions, rules } from './expressions.js';
import { startPrometheus, type Prometheus } from './prometheus.js';

const { services } = readManifest();
const metricsPort = (base: number | undefined): number => portOf(base ?? 0);
const addresses = (ports: number[]): string[] => ports.map((port) => `127.0.0.1:${port}`);
let prometheus: Prometheus;

beforeAll(async () => {
  // What is counted by a label shows up with the first of its kind.
  const root = await admin();
  await login(root.email, 'wrong');
  await call('GET', '/api/users/me', { token: root.token });
  const live = await connectLive({ token: root.token });
  live.close();
  await live.closed;
  prometheus = await startPrometheus({
    gym: addresses(services.map(({ ports }) => metricsPort(ports.appMetrics))),
    'gym-sidecars': addresses(services.map(({ ports }) => metricsPort(ports.metrics))),
  });
  await until('every target has been scraped', async () => (await query('sum(up)')) === services.length * 2);
});

afterAll(() => prometheus?.stop());

const vector = z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) });

/** The value of an expression that has one. */
async function query(expr: string): Promise<number | undefined> {
  const { result } = vector.parse(await prometheus.ask('query', { query: expr }));
  return result[0] === undefined ? undefined : Number(result[0].value[1]);
}

const selector = z.object({ type: z.enum(['vectorSelector', 'matrixSelector']), name: z.string() });

/** Names of the series that an expression asks for, from its syntax tree. */
function selectedBy(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = selector.safeParse(node).data;
  return [...(own ? [own.name] : []), ...Object.values(node).flatMap(selectedBy)];
}

test('every figure that an alert or a dashboard asks for is there', async () => {
  const scraped = z.record(z.string(), z.unknown()).parse(await prometheus.ask('metadata'));
  const parts = Object.keys(scraped).flatMap((name) => ['', '_bucket', '_sum', '_count'].map((part) => name + part));
  const known = new Set([...parts, 'up', ...rules.map(({ record }) => record)]);
  const missing: string[] = [];
  for (const [where, expr] of expressions) {
    const names = selectedBy(await prometheus.ask('parse_query', { query: expr }));
    expect(names.length + Number(expr.startsWith('vector('))).toBeGreaterThan(0);
    missing.push(...names.filter((name) => !known.has(name)).map((name) => `${where}: ${name}`));
  }
  expect(missing).toEqual([]);
});

test('Prometheus takes the rules, and nothing is wrong with a system that works', async () => {
  const group = z.object({ rules: z.array(z.object({ name: z.string(), health: z.string() })) });
  const loaded = async () => z.object({ groups: z.array(group) }).parse(await prometheus.ask('rules')).groups;
  const all = async () => (await loaded()).flatMap((item) => item.rules);
  await until('every rule was evaluated', async () => (await all()).every(({ health }) => health !== 'unknown'));
  expect((await all()).filter(({ health }) => health !== 'ok')).toEqual([]);
  expect(await all()).toHaveLength(rules.length);
  const firing = z.object({ alerts: z.array(z.object({ state: z.string(), labels: z.unknown() })) });
  const { alerts } = firing.parse(await prometheus.ask('alerts'));
  expect(alerts.filter(({ state }) => state === 'firing')).toEqual([]);
});

test('a request is counted by the gateway and by the service, under patterns and not under paths', async () => {
  const count = (labels: string) => `sum(http_server_request_duration_seconds_count{${labels}})`;
  const me = 'app_id="user-service",route="/api/users/me",status="2xx"';
  await until('the request was scraped', async () => ((await query(count(me))) ?? 0) > 0);
  expect(await query(count('app_id="api-gateway",route="/api/users/**",status="2xx"'))).toBeGreaterThan(0);
  expect(await query(count('app_id="auth-service",route="/api/auth/login",status="4xx"'))).toBeGreaterThan(0);
  expect(await query('count(count by (route) (http_server_request_duration_seconds_count))')).toBeLessThan(200);
  expect(await query('count(http_server_request_duration_seconds_count{route=~".*/[0-9]+.*"})')).toBeUndefined();
});

test('what people did, wrong passwords and closed sockets are counted', async () => {
  expect(await query('sum(gym_events_published_total)')).toBeGreaterThan(0);
  expect(await query('sum(gym_credential_checks_total{outcome="wrong"})')).toBeGreaterThan(0);
  expect(await query('sum(gym_sockets_closed_total)')).toBeGreaterThan(0);
  expect(await query('sum(gym_inbox_position{app_id="notification-service"})')).toBeGreaterThan(0);
});

test('clients reach no figures', async () => {
  for (const path of ['/metrics', '/metrics.json', '/api/metrics', '/api/users/metrics']) {
    const response = await fetch(`${gatewayUrl}${path}`);
    expect([path, response.status]).not.toEqual([path, 200]);
    expect(await response.text()).not.toContain('http_server_request_duration_seconds');
  }
});

test('alerts come when something is wrong, and only then', async () => {
  const { promtool } = await ensurePrometheus((line) => console.log(line));
  const folder = join(CHECKOUT, 'observability');
  const inFolder = (name: string) => readdirSync(join(folder, name)).map((file) => join(folder, name, file));
  const run = (...args: string[]) => execFileSync(promtool, args, { encoding: 'utf8' });
  expect(run('check', 'rules', '--lint=all', '--lint-fatal', ...inFolder('rules'))).toContain('SUCCESS');
  expect(run('test', 'rules', ...inFolder('rule-tests'))).toContain('SUCCESS');
});
