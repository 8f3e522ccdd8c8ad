import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { spawnSync } from 'node:child_process';
import { DevError } from '../errors.js';
import type { PostgresSource } from '../launch.js';
import type { StackPaths } from '../paths.js';
import type { Probe, ProcessSpec } from '../process/process-spec.js';
import { childEnvironment } from './environment.js';

type EmbeddedPostgres = Extract<PostgresSource, { kind: 'embedded' }>;

export const SUPERUSER = 'postgres';
const PROBE_TIMEOUT_MS = 2_000;

export function postgresSpec(source: EmbeddedPostgres, paths: StackPaths, port: number, adminUrl: string): ProcessSpec {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'on',
    log_line_prefix: '%m [%p] %u@%d ',
  };
  return {
    name: 'postgres',
    kind: 'infrastructure',
    command: join(source.binaries, 'postgres'),
    args: [
      '-D',
      source.dataFolder,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: '/',
    env: childEnvironment(paths.home, { LC_ALL: 'C' }),
    ...(source.user && { user: source.user }),
    port,
    stopSignal: 'SIGINT', // fast shutdown: rolls back what runs, does not wait for clients
    stopTimeoutMs: 10_000,
    probe: postgresProbe(adminUrl),
  };
}

/** Makes the data folder at the first start. */
export function initialisePostgres(source: EmbeddedPostgres, password: string): void {
  const { dataFolder, user } = source;
  if (existsSync(join(dataFolder, 'PG_VERSION'))) return;
  // A folder without that file is what an interrupted initdb left behind.
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dirname(dataFolder), { recursive: true });
  mkdirSync(dataFolder, { mode: 0o700 });
  const scratch = mkdtempSync(join(tmpdir(), 'gym-initdb-'));
  const passwordFile = join(scratch, 'password');
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    for (const path of user === undefined ? [] : [dataFolder, scratch, passwordFile]) {
      chownSync(path, user?.uid ?? -1, user?.gid ?? -1);
    }
    const args = ['-D', dataFolder, '-U', SUPERUSER, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'];
    const result = spawnSync(join(source.binaries, 'initdb'), [...args, `--pwfile=${passwordFile}`], {
      ...user,
      cwd: '/',
      encoding: 'utf8',
    });
    if (result.status === 0) return;
    rmSync(dataFolder, { recursive: true, force: true });
    throw new DevError('initdb-failed', `initdb failed:\n${result.error?.message ?? result.stderr}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export function postgresProbe(adminUrl: string): Probe {
  return async () => {
    const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: PROBE_TIMEOUT_MS });
    client.on('error', () => undefined); // a lost connection also fails the query
    try {
      await client.connect();
      await client.query('select 1');
      return { ready: true };
    } catch (error) {
      // A server error has a SQLSTATE: it lives, and says why it does not serve.
      if (error instanceof DatabaseError) return { ready: false, live: true, reason: error.message };
      throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
}
