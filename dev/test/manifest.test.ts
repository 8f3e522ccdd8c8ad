import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databasesOf, readManifest } from '../src/manifest.js';
import { CHECKOUT } from '../src/paths.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gym-manifest-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function app(appID: string, index: number): string {
  return `
  - appID: ${appID}
    appDirPath: ../services/${appID}
    appPort: ${8000 + index}
    daprHTTPPort: ${3500 + index}
    daprGRPCPort: ${3600 + index}
    daprInternalGRPCPort: ${3700 + index}
    metricsPort: ${3800 + index}
    command: [node, dist/main.js]`;
}

function write(content: string): string {
  const file = join(folder, 'dapr.yaml');
  writeFileSync(file, content);
  return file;
}

test('paths are resolved from the folder of the file, and settings of all services are inherited', () => {
  const content = `version: 1\ncommon:\n  resourcesPaths: [resources]\n  env: { HOST: 127.0.0.1, A: 1 }\napps:${app('one', 1)}\n    env: { A: 2 }\n`;
  const [service] = readManifest(write(content)).services;
  expect(service).toMatchObject({
    appId: 'one',
    folder: join(folder, '../services/one'),
    resourcesFolders: [join(folder, 'resources')],
    env: { HOST: '127.0.0.1', A: '2' },
    healthPath: '/healthz',
    ports: { app: 8001, daprHttp: 3501, daprGrpc: 3601, daprInternalGrpc: 3701, metrics: 3801 },
  });
});

test('a service that may read the secret x-db owns a database', () => {
  writeFileSync(
    join(folder, 'one.yaml'),
    'spec: { secrets: { scopes: [{ storeName: secretstore, allowedSecrets: [user-db, admin] }] } }',
  );
  const manifest = readManifest(write(`version: 1\napps:${app('user-service', 1)}\n    configFilePath: one.yaml\n`));
  expect(databasesOf(manifest)).toEqual([{ secret: 'user-db', database: 'user_db', role: 'user_service' }]);
});

test.each([
  ['another version', `version: 2\napps:${app('one', 1)}`, /version/],
  ['no service', 'version: 1\napps: []', /apps/],
  ['a missing port', `version: 1\napps:${app('one', 1).replace(/.*daprHTTPPort.*\n/, '')}`, /daprHTTPPort/],
  ['a port out of range', `version: 1\napps:${app('one', 70_000)}`, /appPort/],
  ['an app id that is none', `version: 1\napps:${app('One_', 1)}`, /appID/],
  ['two services of one name', `version: 1\napps:${app('one', 1)}${app('one', 2)}`, /one is used by one and by one/],
  ['two services on one port', `version: 1\napps:${app('one', 1)}${app('two', 1)}`, /8001 is used by one and by two/],
  ['no YAML', 'version: [1', /cannot be read/],
])('%s is refused with the reason', (_what, content, reason) => {
  const file = write(content);
  expect(() => readManifest(file)).toThrow(reason);
});

test('a missing file is named', () => {
  expect(() => readManifest(join(folder, 'none.yaml'))).toThrow(/none\.yaml cannot be read/);
});

test('the list of services of this project is valid, and three services own a database', () => {
  const manifest = readManifest();
  expect(manifest.services.map(({ appId }) => appId)).toContain('api-gateway');
  expect(databasesOf(manifest).map(({ database }) => database)).toEqual(['auth_db', 'user_db', 'tournament_db']);
});

test('another folder of components is connected to what these read, and to nothing else', () => {
  const alternatives = join(CHECKOUT, 'components/alternatives');
  const [usual, swapped] = [readManifest(), readManifest(undefined, alternatives)];
  expect(usual.componentSecrets).toEqual(['redis']);
  expect(swapped.componentSecrets.toSorted((a, b) => a.localeCompare(b))).toEqual(['rabbitmq', 'state-db']);
  expect(swapped.services[0]?.resourcesFolders[0]).toBe(alternatives);
  const more = { secret: 'state-db', database: 'state_db', role: 'state_db' };
  expect(databasesOf(swapped)).toEqual([...databasesOf(usual), more]);
});
