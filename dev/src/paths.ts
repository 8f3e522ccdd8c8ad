import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: two folders above this module, both as source (dev/src) and compiled (dev/dist). */
export const CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The compiled entry point, which the detached supervisor runs. */
export const ENTRY_POINT = join(CHECKOUT, 'dev/dist/main.js');

/** Where one stack keeps everything it writes. */
export interface StackPaths {
  readonly home: string;
  readonly run: string;
  readonly logs: string;
  readonly data: string;
  readonly certs: string;
  readonly mail: string;
  readonly secrets: string;
  readonly launch: string;
  readonly processes: string;
  readonly state: string;
  readonly names: string;
  readonly socket: string;
}

/** The longest path a Unix socket may have on every supported system, minus the closing zero byte. */
const SOCKET_PATH_LIMIT = 103;

export function defaultHome(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env['GYM_HOME'] || join(CHECKOUT, '.gym'));
}

/** A short name of a home, for the rare files that cannot lie below it. */
export function homeKey(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 12);
}

export function stackPaths(home: string): StackPaths {
  const run = join(home, 'run');
  const socket = join(run, 'supervisor.sock');
  return {
    home,
    run,
    logs: join(home, 'logs'),
    data: join(home, 'data'),
    certs: join(home, 'certs'),
    mail: join(home, 'mail'),
    secrets: join(home, 'secrets.json'),
    launch: join(run, 'launch.json'),
    processes: join(run, 'processes.json'),
    state: join(run, 'state.json'),
    names: join(run, 'names.db'),
    socket:
      Buffer.byteLength(socket) <= SOCKET_PATH_LIMIT
        ? socket
        : join(tmpdir(), `gym-${process.getuid?.() ?? 0}-${homeKey(home)}`, 'supervisor.sock'),
  };
}

/** Makes the folders of a stack; only the owner may look inside those that hold secrets. */
export function makeStackFolders(paths: StackPaths): void {
  for (const folder of [paths.home, paths.logs, paths.data]) mkdirSync(folder, { recursive: true });
  for (const folder of [paths.run, paths.certs, paths.mail, dirname(paths.socket)]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}

/** The folder for what outlives a checkout: compiled sidecars, copied PostgreSQL binaries. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['GYM_CACHE']) return resolve(env['GYM_CACHE']);
  const base = env['XDG_CACHE_HOME'] || join(env['HOME'] || tmpdir(), '.cache');
  return join(base, 'gym-platform');
}
