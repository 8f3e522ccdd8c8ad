import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RedisSource } from '../launch.js';
import { homeKey, type StackPaths } from '../paths.js';
import { tcpProbe } from '../process/probes.js';
import type { Probe, ProcessSpec } from '../process/process-spec.js';
import { REDIS_IMAGE } from '../tools/redis.js';
import { childEnvironment } from './environment.js';

type LocalRedis = Exclude<RedisSource, { kind: 'external' }>;

/** The port inside a container, which only the engine sees. */
const CONTAINER_PORT = 6379;

export function redisSpec(source: LocalRedis, paths: StackPaths, port: number, password: string): ProcessSpec {
  const data = join(paths.data, 'redis');
  const config = join(paths.run, 'redis.conf');
  mkdirSync(data, { recursive: true });
  const inContainer = source.kind === 'container';
  // A file, because arguments can be read by every user of the machine.
  const settings = [
    `port ${inContainer ? CONTAINER_PORT : port}`,
    `bind ${inContainer ? '0.0.0.0' : '127.0.0.1'}`,
    `dir ${inContainer ? '/data' : JSON.stringify(data)}`,
    `requirepass ${password}`,
    'appendonly yes',
    'save ""',
    'daemonize no',
    'maxmemory-policy noeviction',
  ];
  // The user inside a container is another one: it must be able to read the file, and the folder keeps others out.
  writeFileSync(config, `${settings.join('\n')}\n`, { mode: inContainer ? 0o644 : 0o600 });
  const name = `gym-redis-${homeKey(paths.home)}`;
  const container = [
    ['run', '--rm', '--name', name, '--publish', `127.0.0.1:${port}:${CONTAINER_PORT}`],
    ['--volume', `${data}:/data`, '--volume', `${config}:/redis.conf:ro`],
    [REDIS_IMAGE, 'redis-server', '/redis.conf'],
  ].flat();
  return {
    name: 'redis',
    kind: 'infrastructure',
    command: inContainer ? source.engine : source.path,
    args: inContainer ? container : [config],
    cwd: paths.data,
    env: childEnvironment(paths.home),
    port,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5_000,
    probe: redisProbe(port, password),
    ...(inContainer && { cleanUp: () => void spawnSync(source.engine, ['rm', '--force', name], { stdio: 'ignore' }) }),
  };
}

/** Ready when it answers a PING, which it does not while it loads its data. */
export function redisProbe(port: number, password: string, host = '127.0.0.1'): Probe {
  const login = password === '' ? '' : `AUTH ${password}\r\n`;
  return tcpProbe(host, port, `${login}PING\r\n`, (answer) => answer.includes('+PONG'));
}
