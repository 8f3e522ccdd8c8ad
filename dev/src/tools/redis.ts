import { DevError } from '../errors.js';
import type { RedisSource } from '../launch.js';
import { findOnPath } from './find-on-path.js';
import { installPackage } from './install-package.js';
import { runTool } from './run-tool.js';

type Say = (line: string) => void;

export const REDIS_IMAGE = 'docker.io/library/redis:7-alpine';
const SERVERS = ['redis-server', 'valkey-server'];
const ENGINES = ['docker', 'podman'];
const ADVICE =
  'Redis is missing: install redis-server or valkey-server (apt install redis-server, brew install redis), or set GYM_REDIS_URL.';

/** Finds a Redis: GYM_REDIS_URL, a server on the PATH, a container engine, the system's package manager. */
export async function ensureRedis(say: Say, env: NodeJS.ProcessEnv = process.env): Promise<RedisSource> {
  const url = env['GYM_REDIS_URL'];
  if (url) {
    say(`redis: the server of GYM_REDIS_URL`);
    return { kind: 'external', url };
  }
  const source = findServer(env) ?? (await findContainerEngine(say)) ?? (await installServer(say, env));
  if (source === undefined) {
    throw new DevError('no-redis', ADVICE);
  }
  return source;
}

/** Where a Redis would come from, without fetching or installing one. Throws what to do when there is none. */
export async function lookForRedis(): Promise<string> {
  if (process.env['GYM_REDIS_URL']) return 'GYM_REDIS_URL';
  const server = findServer(process.env);
  if (server?.kind === 'binary') return server.path;
  for (const engine of ENGINES) {
    if (findOnPath(engine) !== undefined && (await runTool(engine, ['info'])).ok) return `a container of ${engine}`;
  }
  const installer = ['apt-get', 'brew'].find((name) => findOnPath(name) !== undefined);
  if (installer !== undefined) return `not there yet; the first start tries to install it with ${installer}`;
  throw new DevError('no-redis', ADVICE);
}

function findServer(env: NodeJS.ProcessEnv): RedisSource | undefined {
  const path = SERVERS.map((name) => findOnPath(name, env)).find((found) => found !== undefined);
  return path === undefined ? undefined : { kind: 'binary', path };
}

async function findContainerEngine(say: Say): Promise<RedisSource | undefined> {
  for (const engine of ENGINES) {
    if (findOnPath(engine) === undefined || !(await runTool(engine, ['info'])).ok) continue;
    const present = (await runTool(engine, ['image', 'inspect', REDIS_IMAGE])).ok;
    if (!present) say(`redis: fetching ${REDIS_IMAGE} with ${engine}`);
    if (present || (await runTool(engine, ['pull', REDIS_IMAGE], { loud: true })).ok) {
      say(`redis: a container of ${engine}`);
      return { kind: 'container', engine };
    }
  }
  return undefined;
}

async function installServer(say: Say, env: NodeJS.ProcessEnv): Promise<RedisSource | undefined> {
  const isInstalled = await installPackage({ apt: 'redis-server', brew: 'redis' }, say, env);
  return isInstalled ? findServer(env) : undefined;
}
