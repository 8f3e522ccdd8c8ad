import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, databasesOf, readManifest } from '@gym/dev';
import { z } from 'zod';
import { anyObject, ofKind, workloadsOf } from './kubernetes/objects.js';
import { parseStrictly, renderOverlay } from './kubernetes/render.js';
import { flagsOf, machineFlags } from './sidecar-flags.js';

jest.setTimeout(60_000);

const { services } = readManifest();
const read = (file: string) => readFileSync(join(CHECKOUT, file), 'utf8');

const composeService = z.looseObject({
  command: z.union([z.string(), z.array(z.string())]).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  image: z.string().optional(),
  network_mode: z.string().optional(),
  networks: z.object({ default: z.object({ aliases: z.array(z.string()) }) }).optional(),
});
const compose = z.object({ services: z.record(z.string(), composeService) }).parse(
  // Anchors merged by `<<` are the YAML 1.1 way that Compose reads.
  parseStrictly(read('docker-compose.yml'), { merge: true })[0]?.toJS(),
).services;

/** What a sidecar in a container says of itself differs from one on this machine in ports, addresses and folders only. */
const placeOfMachine = new Set(
  ['dapr-http-port', 'dapr-grpc-port', 'dapr-internal-grpc-port', 'dapr-internal-grpc-listen-address', 'metrics-port']
    .concat(['metrics-listen-address', 'resources-path', 'config', 'sentry-address', 'log-level'])
    .map((name) => `--${name}`),
);

const listOf = (command: string | string[] | undefined): string[] =>
  typeof command === 'string' ? [command] : (command ?? []);
const without = (flags: Map<string, string[]>) =>
  Object.fromEntries([...flags].filter(([name]) => !placeOfMachine.has(name)));

test('flags are read in both notations', () => {
  expect(Object.fromEntries(flagsOf(['daprd', '--a', '1', '--b=2', '--c', '--a=3']))).toEqual({
    '--a': ['1', '3'],
    '--b': ['2'],
    '--c': ['true'],
  });
});

describe.each(services)('$appId', (service) => {
  const { appId, ports, env } = service;

  test('has the same port in Compose, and its app id is the name of the container with its network', () => {
    const app = compose[appId];
    expect(app?.environment).toMatchObject({ APP_ID: appId, APP_PORT: String(ports.app) });
    const holder = app?.network_mode?.replace('service:', '') ?? '';
    expect(compose[holder]?.networks?.default.aliases).toEqual([appId]);
    expect(compose[`${appId}-sidecar`]?.network_mode).toBe(app?.network_mode);
  });

  test('has a sidecar in Compose like the one on this machine', () => {
    const sidecar = compose[`${appId}-sidecar`];
    const flags = flagsOf([...(sidecar?.entrypoint ?? []), ...listOf(sidecar?.command)]);
    expect(without(flags)).toEqual(without(machineFlags(service)));
    expect(flags.get('--config')).toContain(`/gym/dapr/config/${appId}.yaml`);
  });

  test('has the same port, Configuration and sidecar on Kubernetes', async () => {
    const objects = (await renderOverlay('local')).map((item) => anyObject.parse(item.toJS()));
    const template = workloadsOf(objects).find(({ metadata }) => metadata.name === appId)?.spec.template;
    const found = template?.metadata.annotations ?? {};
    expect(
      template?.spec.containers.map((container) => container.ports.map(({ containerPort }) => containerPort)),
    ).toEqual([[9464, ports.app]]);
    const same = ['app-id', 'app-port', 'app-protocol', 'app-health-check-path', 'app-health-probe-interval']
      .concat(['app-health-probe-timeout', 'app-health-threshold', 'max-body-size', 'read-buffer-size', 'log-as-json'])
      .concat(['enable-app-health-check']);
    const wanted = Object.fromEntries(same.map((name) => [name, machineFlags(service).get(`--${name}`)?.[0]]));
    expect(Object.fromEntries(same.map((name) => [name, found[`dapr.io/${name}`]]))).toEqual(wanted);
    expect(found['dapr.io/graceful-shutdown-seconds']).toBe(
      machineFlags(service).get('--dapr-graceful-shutdown-seconds')?.[0],
    );
    expect(found['dapr.io/block-shutdown-duration']).toBe(
      machineFlags(service).get('--dapr-block-shutdown-duration')?.[0],
    );
    expect(found['dapr.io/config']).toBe(appId);
    const settings =
      ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith(`${appId}-`))?.data ?? {};
    expect(settings['GATEWAY_ROUTES']).toBe(env['GATEWAY_ROUTES']);
    expect(compose[appId]?.environment?.['GATEWAY_ROUTES']).toBe(env['GATEWAY_ROUTES']);
  });
});

const override = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      build: z.object({ target: z.string() }).optional(),
      environment: z.object({ DATABASES: z.string() }).optional(),
      volumes: z.array(z.string()).default([]),
    }),
  ),
});
const readOverride = (file: string) =>
  override.parse(parseStrictly(read(file).replaceAll('!override ', ''), { merge: true })[0]?.toJS()).services;

test('hot reload is for every service, and mounts what is there', () => {
  const found = readOverride('compose/hot-reload.yml');
  expect(Object.keys(found).toSorted()).toEqual(services.map(({ appId }) => appId).toSorted());
  for (const [appId, { build, volumes }] of Object.entries(found)) {
    expect(read('Dockerfile')).toContain(` AS ${build?.target}\n`);
    const folders = volumes.map((mount) => mount.split(':')[0] ?? '');
    expect(folders).toContain(`./services/${appId}/src`);
    for (const folder of folders) expect([folder, existsSync(join(CHECKOUT, folder))]).toEqual([folder, true]);
  }
});

test('separate servers have one database each', () => {
  const found = Object.values(readOverride('compose/separate-databases.yml'));
  const names = found.flatMap(({ environment }) => environment?.DATABASES ?? []);
  const all = databasesOf(readManifest()).map(({ database }) => database);
  expect(names.toSorted()).toEqual(all.toSorted());
});

test('the routes of the gateway lead to services', () => {
  const routes = services.find(({ appId }) => appId === 'api-gateway')?.env['GATEWAY_ROUTES'] ?? '';
  const targets = routes.split(',').map((route) => route.replace(/^.*=/, ''));
  expect([...new Set(targets)].toSorted()).toEqual(
    services
      .map(({ appId }) => appId)
      .filter((appId) => appId !== 'api-gateway')
      .toSorted(),
  );
});

test('scopes and subscriptions name services', async () => {
  const objects = (await renderOverlay('local')).map((item) => anyObject.parse(item.toJS()));
  const scopes = [...ofKind(objects, 'Component'), ...ofKind(objects, 'Subscription')].flatMap((item) => item.scopes);
  const known = services.map(({ appId }) => appId);
  expect(scopes.length).toBeGreaterThan(0);
  expect(scopes.filter((scope) => !known.includes(scope))).toEqual([]);
  expect(
    ofKind(objects, 'Configuration')
      .map(({ metadata }) => metadata.name)
      .toSorted(),
  ).toEqual(known.toSorted());
});

test('a database for each service with data, with the same owner everywhere', async () => {
  const databases = databasesOf(readManifest())
    .map(({ database }) => database)
    .toSorted();
  const inCompose = /for database in ([\w ]+); do/.exec(read('compose/databases.sh'))?.[1]?.split(' ') ?? [];
  expect(inCompose.toSorted()).toEqual(databases);
  const objects = (await renderOverlay('local')).map((item) => anyObject.parse(item.toJS()));
  const servers = workloadsOf(objects).flatMap(({ spec }) =>
    spec.template.spec.containers.flatMap((container) => container.env),
  );
  expect(
    servers.flatMap(({ name, value }) => (name === 'DATABASE' && value !== undefined ? [value] : [])).toSorted(),
  ).toEqual(databases);
  // The rule behind the names of the owners is written in three places.
  expect(databasesOf(readManifest()).map(({ database, role }) => [database, role])).toEqual(
    databasesOf(readManifest()).map(({ database }) => [database, `${database.replace(/_db$/, '')}_service`]),
  );
});
