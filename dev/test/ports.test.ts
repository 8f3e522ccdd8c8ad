import { createServer, type AddressInfo } from 'node:net';
import { readManifest } from '../src/manifest.js';
import { checkPorts, plannedPorts } from '../src/port-check.js';
import { findPortHolder } from '../src/port-holder.js';
import {
  infrastructurePorts,
  isPortFree,
  parseOffset,
  parseReplicas,
  replicaPorts,
  shiftLoopbackPorts,
} from '../src/ports.js';

const { services } = readManifest();
const manifest = { file: '', services, componentSecrets: ['redis'] };

test('a replica is ten ports further, an offset moves every port', () => {
  const base = { app: 8003, daprHttp: 3503, daprGrpc: 3603, daprInternalGrpc: 3703, metrics: 3803 };
  expect(replicaPorts(base, 1, 1000)).toEqual({
    app: 9013,
    daprHttp: 4513,
    daprGrpc: 4613,
    daprInternalGrpc: 4713,
    metrics: 4813,
  });
  expect(infrastructurePorts(1000)).toMatchObject({ redis: 7390, postgres: 6440, sentry: 4900 });
});

test('no two parts of a stack share a port, with nine replicas of everything at any offset of the suites', () => {
  const replicas = Object.fromEntries(services.map(({ appId }) => [appId, 9]));
  for (const offset of [0, 1000, 2000, 3000]) {
    const ports = plannedPorts({ offset, replicas, only: null }, manifest).map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
  }
});

test('stacks of people (offsets 0 and 5000) and of the suites do not share a port either', () => {
  const ports = [0, 1000, 2000, 3000, 5000].flatMap((offset) =>
    plannedPorts({ offset, replicas: {}, only: null }, manifest).map(({ port }) => port),
  );
  expect(new Set(ports).size).toBe(ports.length);
});

test('loopback addresses in settings move with the stack', () => {
  const own = { appId: 'notification-service', appPort: 9014 };
  const shift = (value: string): string => shiftLoopbackPorts(value, services, own, 1000);
  expect(shift('http://localhost:8000,http://127.0.0.1:8000')).toBe('http://localhost:9000,http://127.0.0.1:9000');
  expect(shift('ws://localhost:8004/ws')).toBe('ws://localhost:9014/ws');
  expect(shift('http://localhost:5173')).toBe('http://localhost:5173');
  expect(shift('http://example.org:8000')).toBe('http://example.org:8000');
});

test('replicas are read from one or many options', () => {
  expect(parseReplicas(['tournament-service=2,user-service=0', 'auth-service=3'], services)).toEqual({
    'tournament-service': 2,
    'user-service': 0,
    'auth-service': 3,
  });
});

test.each([
  'tournament-service',
  'tournament-service=',
  'tournament-service=x',
  'tournament-service=10',
  'a=1',
  'b=1=2',
])('replicas %s are refused', (value) => {
  expect(() => parseReplicas([value], services)).toThrow(`--replicas ${value}`);
});

test.each(['-1', '1.5', 'x', '', '50001'])('offset %j is refused', (value) => {
  expect(() => parseOffset(value)).toThrow(/whole number/);
});

test('a taken port is refused with the process that holds it', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  try {
    expect(await isPortFree(port)).toBe(false);
    expect(findPortHolder(port)?.pid).toBe(process.pid);
    const offset = port - infrastructurePorts(0).redis;
    await expect(checkPorts({ offset, replicas: {}, only: 'infrastructure' }, manifest)).rejects.toThrow(
      new RegExp(`${port} for redis is held by process ${process.pid} \\(`),
    );
  } finally {
    server.close();
  }
});
