import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CHECKOUT,
  deleteStack,
  restartInStack,
  stackPaths,
  startStack,
  stopStack,
  viewStack,
  type Stack,
} from '../src/index.js';
import type { ProcessView } from '../src/index.js';
import { startTimeOf } from '../src/process/identity.js';
import { findLeftovers } from '../src/process/leftovers.js';

/** Far from the stacks of the suites and of people. */
const OFFSET = 14_300;
const APP = `
const server = require('node:http').createServer((request, response) => response.end('{"status":"ok"}'));
server.listen(Number(process.env.APP_PORT), '127.0.0.1', () => console.log('listening'));
process.on('SIGTERM', () => process.exit(0));
`;

let folder: string;
let home: string;
let manifest: string;

/** A project with one service, tiny, beside real infrastructure and a real sidecar. */
function writeProject(): void {
  for (const path of ['dapr/config', 'dapr/resources', 'app']) mkdirSync(join(folder, path), { recursive: true });
  for (const name of ['name-resolution.yaml', 'sentry.yaml', 'tracing.yaml']) {
    copyFileSync(join(CHECKOUT, 'dapr/config', name), join(folder, 'dapr/config', name));
  }
  // Of no use to the tiny service, but what it connects to is started.
  copyFileSync(join(CHECKOUT, 'components/statestore.yaml'), join(folder, 'dapr/resources/statestore.yaml'));
  writeFileSync(join(folder, 'app/main.js'), APP);
  writeFileSync(
    manifest,
    `version: 1
common: { resourcesPaths: [resources] }
apps:
  - { appID: tiny-service, appDirPath: ../app, appPort: 8020, daprHTTPPort: 3520, daprGRPCPort: 3620,
      daprInternalGRPCPort: 3720, metricsPort: 3820, command: [node, main.js] }
`,
  );
}

const start = (): Promise<Stack> => startStack({ home, manifest, offset: OFFSET, replicas: { 'tiny-service': 2 } });

async function look(stack: Stack, name: string): Promise<ProcessView> {
  const found = (await viewStack(stack.paths.socket))?.processes.find((process) => process.name === name);
  if (found === undefined) throw new Error(`${name} is not in the view`);
  return found;
}

async function until(stack: Stack, name: string, holds: (process: ProcessView) => boolean): Promise<ProcessView> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const process = await look(stack, name);
    if (holds(process)) return process;
    if (Date.now() > deadline) throw new Error(`${name} stays ${JSON.stringify(process)}`);
    await delay(50);
  }
}

function pidOf(process: ProcessView): number {
  if (process.pid === null) throw new Error(`${process.name} does not run`);
  return process.pid;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gym-supervisor-'));
  home = join(folder, 'home');
  manifest = join(folder, 'dapr/dapr.yaml');
  writeProject();
});

afterAll(async () => {
  await stopStack(home);
  await deleteStack(home);
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

afterEach(async () => {
  await stopStack(home);
  const left = findLeftovers(stackPaths(home)).map(({ name }) => name);
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
}, 30_000);

test('a stack starts, is found by a second start, and leaves nothing behind', async () => {
  const stack = await start();
  expect(stack).toMatchObject({ found: false, first: true });
  expect((await start()).found).toBe(true);
  const pids = stack.view.processes.map(pidOf);
  expect(pids).toHaveLength(7);
  await stopStack(home);
  expect(pids.map(startTimeOf)).toEqual(pids.map(() => undefined));
  expect(existsSync(stack.paths.socket)).toBe(false);
}, 90_000);

test('no secret can be seen in the list of processes', async () => {
  const { secrets, view } = await start();
  const lines = view.processes.map((process) => readFileSync(`/proc/${pidOf(process)}/cmdline`, 'utf8'));
  const values = [secrets.redis.password, secrets.admin.password, ...Object.values(secrets.development)];
  expect(lines.filter((line) => values.some((value) => line.includes(value)))).toEqual([]);
}, 60_000);

test('whatever is killed comes back on its port, alone', async () => {
  const stack = await start();
  for (const name of ['tiny-service-0', 'tiny-service-1-sidecar', 'redis', 'postgres', 'sentry']) {
    const before = await look(stack, name);
    process.kill(pidOf(before), 'SIGKILL');
    const after = await until(stack, name, ({ state, pid }) => state === 'ready' && pid !== before.pid);
    expect(after).toMatchObject({ port: before.port, restarts: 1 });
  }
  expect(await look(stack, 'tiny-service-0-sidecar')).toMatchObject({ restarts: 0 });
}, 90_000);

test('a process that hangs is replaced', async () => {
  const stack = await start();
  const before = await look(stack, 'tiny-service-0');
  process.kill(pidOf(before), 'SIGSTOP');
  const after = await until(stack, 'tiny-service-0', ({ state, pid }) => state === 'ready' && pid !== before.pid);
  expect(after.restarts).toBe(1);
}, 90_000);

test('a restart on demand replaces the replicas of a service with their sidecars, and nothing else', async () => {
  const stack = await start();
  const before = stack.view.processes;
  expect(await restartInStack(stack.paths.socket, 'tiny-service')).toEqual(['tiny-service-0', 'tiny-service-1']);
  const after = (await viewStack(stack.paths.socket))?.processes ?? [];
  const replaced = after.filter(({ name, pid }) => before.find((old) => old.name === name)?.pid !== pid);
  // A sidecar that goes with its app is no fault of the sidecar.
  expect(replaced.map(({ name, state, restarts }) => [name, state, restarts])).toEqual([
    ['tiny-service-0-sidecar', 'ready', 0],
    ['tiny-service-0', 'ready', 1],
    ['tiny-service-1-sidecar', 'ready', 0],
    ['tiny-service-1', 'ready', 1],
  ]);
  await expect(restartInStack(stack.paths.socket, 'tiny-servise')).rejects.toThrow('Did you mean tiny-service?');
}, 60_000);

test('a restart of one process leaves its sidecar alone', async () => {
  const stack = await start();
  const { pid } = await look(stack, 'tiny-service-0-sidecar');
  expect(await restartInStack(stack.paths.socket, 'tiny-service-0')).toEqual(['tiny-service-0']);
  expect(await look(stack, 'tiny-service-0')).toMatchObject({ restarts: 1 });
  expect(await look(stack, 'tiny-service-0-sidecar')).toMatchObject({ pid, restarts: 0 });
}, 60_000);

test('a crash loop ends after five tries, and the start says why', async () => {
  writeFileSync(join(folder, 'app/main.js'), 'console.error("the moon is missing"); process.exit(3);');
  try {
    await expect(start()).rejects.toThrow(
      /crash loop, given up after 5 restarts: ended with code 3.*the moon is missing/,
    );
  } finally {
    writeFileSync(join(folder, 'app/main.js'), APP);
  }
}, 60_000);

test('a replica that is given up leaves its calls to the other one, until a restart on demand brings it back', async () => {
  const stack = await start();
  const main = join(folder, 'app/main.js');
  writeFileSync(main, 'process.exit(3);');
  try {
    process.kill(pidOf(await look(stack, 'tiny-service-0')), 'SIGKILL');
    await until(stack, 'tiny-service-0', ({ state }) => state === 'crashed');
    expect(await until(stack, 'tiny-service-0-sidecar', ({ state }) => state === 'stopped')).toMatchObject({
      pid: null,
    });
    expect(await look(stack, 'tiny-service-1-sidecar')).toMatchObject({ state: 'ready' });
  } finally {
    writeFileSync(main, APP);
  }
  expect(await restartInStack(stack.paths.socket, 'tiny-service-0')).toEqual(['tiny-service-0']);
  for (const name of ['tiny-service-0', 'tiny-service-0-sidecar']) {
    expect(await look(stack, name)).toMatchObject({ state: 'ready', pid: expect.any(Number) });
  }
}, 90_000);

test('nothing is left after the supervisor was killed, and the next start is a fresh one', async () => {
  const stack = await start();
  const pids = stack.view.processes.map(pidOf);
  const supervisor = findLeftovers(stack.paths).find(({ kind }) => kind === 'supervisor');
  process.kill(supervisor?.pid ?? 0, 'SIGKILL');
  await delay(100);
  expect(await viewStack(stack.paths.socket)).toBeUndefined();
  expect(findLeftovers(stack.paths)).toHaveLength(pids.length);
  const again = await start();
  expect(again.found).toBe(false);
  expect(pids.map(startTimeOf)).toEqual(pids.map(() => undefined));
  await stopStack(home);
  expect(again.view.processes.map(pidOf).map(startTimeOf)).toEqual(again.view.processes.map(() => undefined));
}, 120_000);
