import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, readManifest } from '@gym/dev';
import { parse } from 'yaml';
import { z } from 'zod';
import { dashboards, rules } from '../observability/expressions.js';
import { anyObject, ofKind, workloadsOf } from './kubernetes/objects.js';
import { renderOverlay } from './kubernetes/render.js';

jest.setTimeout(60_000);

const read = (file: string) => readFileSync(join(CHECKOUT, file), 'utf8');
const alerts = rules.filter(({ alert }) => alert !== undefined);
const { services } = readManifest();

test('every alert says how urgent it is and leads to what to do about it', () => {
  const page = read('docs/operations.md');
  const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
  expect(alerts.length).toBeGreaterThan(10);
  for (const { alert, labels, annotations } of alerts) {
    expect([alert, labels['severity']]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)]);
    expect(Object.keys(annotations).toSorted()).toEqual(['description', 'runbook', 'summary']);
    const [file, anchor] = annotations['runbook']?.split('#') ?? [];
    expect([alert, file]).toEqual([alert, 'docs/operations.md']);
    expect(anchors).toContain(anchor);
  }
});

test('a service of which nothing is left is missed, whichever it is', () => {
  const expr = alerts.find(({ alert }) => alert === 'GymServiceMissing')?.expr ?? '';
  const named = [...expr.matchAll(/app_id="([^"]+)"/g)].map(([, app = '']) => app);
  expect(named.toSorted()).toEqual(services.map(({ appId }) => appId).toSorted());
});

test('every alert is tested', () => {
  const tests = ['alerts', 'objectives'].map((name) => read(`observability/rule-tests/${name}.yaml`)).join('');
  expect(alerts.filter(({ alert }) => !tests.includes(`alertname: ${alert}\n`))).toEqual([]);
});

test('the Prometheus operator gets the same rules, and scrapes ports that are there under the jobs that rules name', async () => {
  const made = execFileSync(join(CHECKOUT, 'scripts/prometheus-rules.sh'), { encoding: 'utf8' });
  expect(read('k8s/components/prometheus-operator/rules.gen.yaml')).toBe(made);
  const endpoint = z.object({ port: z.string(), relabelings: z.array(z.object({ replacement: z.string() })) });
  const monitor = z
    .object({ spec: z.object({ selector: z.unknown(), podMetricsEndpoints: z.array(endpoint) }) })
    .parse(parse(read('k8s/components/prometheus-operator/pod-monitor.yaml')));
  const objects = (await renderOverlay('local')).map((item) => anyObject.parse(item.toJS()));
  const pods = workloadsOf(objects).filter(({ kind }) => kind === 'Deployment');
  const ports = pods.map(({ spec }) => spec.template.spec.containers[0]?.ports.find(({ name }) => name === 'metrics'));
  const settings = ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('settings-'))?.data;
  expect(ports.map((port) => String(port?.containerPort))).toEqual(services.map(() => settings?.['METRICS_PORT']));
  expect(monitor.spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/part-of': 'gym' } });
  const jobs = monitor.spec.podMetricsEndpoints.map(({ port, relabelings }) => [port, relabelings[0]?.replacement]);
  expect(jobs).toEqual([
    ['metrics', 'gym'],
    ['dapr-metrics', 'gym-sidecars'],
  ]);
});

test('services and sidecars send their spans to the same place, and sidecars decide nothing themselves', async () => {
  const objects = (await renderOverlay('production')).map((item) => anyObject.parse(item.toJS()));
  const tracing = z.object({
    spec: z.object({
      tracing: z.object({ samplingRate: z.string(), zipkin: z.object({ endpointAddress: z.string() }) }),
    }),
  });
  const configurations = objects.filter(({ kind }) => kind === 'Configuration').map((item) => tracing.parse(item));
  const settings = ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('settings-'))?.data;
  for (const { spec } of configurations) {
    expect(Number(spec.tracing.samplingRate)).toBeLessThan(1e-9);
    expect(Number(spec.tracing.samplingRate)).toBeGreaterThan(0);
    expect(spec.tracing.zipkin.endpointAddress).toBe(settings?.['OTEL_EXPORTER_ZIPKIN_ENDPOINT']);
  }
  expect(configurations).toHaveLength(services.length);
});

test('dashboards have titles and names of their own', () => {
  expect(dashboards.length).toBeGreaterThan(1);
  for (const field of ['title', 'uid'] as const) {
    expect(new Set(dashboards.map((dashboard) => dashboard[field])).size).toBe(dashboards.length);
  }
  for (const { panels } of dashboards) expect(panels.filter(({ targets }) => targets.length === 0)).toEqual([]);
});

test('Compose scrapes every service and sidecar under the same jobs, and every one of them sends its spans', () => {
  const job = z.object({
    job_name: z.string(),
    honor_labels: z.literal(true),
    static_configs: z.array(z.object({ targets: z.array(z.string()) })),
  });
  const config = z.object({ scrape_configs: z.array(job) }).parse(parse(read('compose/observability/prometheus.yml')));
  const targets = config.scrape_configs.map(({ job_name, static_configs }): [string, string[]] => [
    job_name,
    static_configs.flatMap((item) => item.targets).toSorted(),
  ]);
  const override = z
    .object({
      services: z.record(z.string(), z.looseObject({ environment: z.record(z.string(), z.string()).optional() })),
    })
    .parse(parse(read('compose/observability/compose.yml'), { merge: true })).services;
  const settings = (name: string) => override[name]?.environment ?? {};
  const apps = services.map(({ appId }) => appId);
  expect(Object.fromEntries(targets)).toEqual({
    gym: apps.map((app) => `${app}:${settings(app)['METRICS_PORT'] ?? ''}`).toSorted(),
    'gym-sidecars': apps.map((app) => `${app}:9090`).toSorted(),
  });
  const base = z
    .object({ services: z.record(z.string(), z.unknown()) })
    .parse(parse(read('docker-compose.yml'), { merge: true })).services;
  for (const app of apps) {
    expect(Object.keys(base)).toEqual(expect.arrayContaining([app, `${app}-sidecar`]));
    const url = settings(app)['OTEL_EXPORTER_ZIPKIN_ENDPOINT'];
    expect(url).toMatch(/^http:\/\/collector:9411\//);
    expect(settings(`${app}-sidecar`)['GYM_TRACES_URL']).toBe(url);
  }
  expect(JSON.stringify(rules)).not.toMatch(/job=\\"(?!gym\\"|gym-sidecars\\")/);
});
